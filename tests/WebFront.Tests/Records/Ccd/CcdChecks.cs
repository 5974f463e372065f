using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Schema;

namespace Portal.WebFront.Tests.Records.Ccd;

/// <summary>
/// What others say of a document: the schema of CDA, HL7's Schematron of C-CDA R2.1 run by an npm package, and another
/// vendor's reader. Installed once for a run, and asked about several documents at once, because starting takes longest.
/// </summary>
public sealed class CcdChecks : IAsyncLifetime
{
    /// <summary>
    /// The package keeps the nodes that it found in a document until it is told to forget them: without that, every
    /// later document gets the answer of the first.
    /// </summary>
    private const string Schematron = """
        import { createRequire } from 'node:module';
        import { readFileSync } from 'node:fs';
        const require = createRequire(import.meta.url);
        const { validate, clearCache, parseSchematron } = require('cda-schematron-validator');
        const { DOMParser } = require('@xmldom/xmldom');
        const rules = parseSchematron(new DOMParser().parseFromString(readFileSync('ccda21.sch', 'utf8'), 'text/xml'));
        const answer = {};
        for (const file of process.argv.slice(2)) {
          clearCache();
          const found = validate(readFileSync(file, 'utf8'), null, { parsedSchematronMap: rules, resourceDir: './' });
          answer[file] = found.errors.map(error => `${error.assertionId} ${error.description} at ${error.path}`);
        }
        console.log(JSON.stringify(answer));
        """;

    private const string Reader = """
        globalThis.WebSocket ??= class {};
        const { convertXmlToCcda, convertCcdaToFhir } = await import('@medplum/ccda');
        const { readFileSync } = await import('node:fs');
        const answer = {};
        for (const file of process.argv.slice(2))
          answer[file] = convertCcdaToFhir(convertXmlToCcda(readFileSync(file, 'utf8')));
        console.log(JSON.stringify(answer));
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("portal-ccd-checks-").FullName;
    private readonly XmlSchemaSet _schema = new() { XmlResolver = new XmlUrlResolver() };

    public async Task InitializeAsync()
    {
        var tools = Path.Combine(SharedData.Beside, "data", "ccda-tools");
        Assert.True(Directory.Exists(tools), $"The tools are not at {tools}.");
        await using (var packed = File.OpenRead(Path.Combine(tools, "ccda21.sch.gz")))
        await using (var rules = File.Create(Path.Combine(_folder, "ccda21.sch")))
        await using (var unpacked = new GZipStream(packed, CompressionMode.Decompress))
            await unpacked.CopyToAsync(rules);
        await File.WriteAllBytesAsync(Path.Combine(_folder, "voc.xml"), await File.ReadAllBytesAsync(Path.Combine(tools, "voc.xml")));
        await File.WriteAllTextAsync(Path.Combine(_folder, "schematron.mjs"), Schematron);
        await File.WriteAllTextAsync(Path.Combine(_folder, "reader.mjs"), Reader);
        await File.WriteAllTextAsync(Path.Combine(_folder, "package.json"), """{ "private": true, "type": "module" }""");
        await Run("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "cda-schematron-validator@1.1.12", "@medplum/ccda@4.5.2");
        _schema.Add(null, Path.Combine(tools, "xsd", "infrastructure", "cda", "CDA_SDTC.xsd"));
        _schema.Compile();
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>What is wrong with each, by the schema and the Schematron.</summary>
    public async Task<List<string>> Faults(IReadOnlyDictionary<string, byte[]> documents)
    {
        var answer = await Ask("schematron.mjs", documents);
        return [.. documents.SelectMany(document => SchemaFaults(document.Value).Concat(
            answer[document.Key]!.AsArray().Select(fault => fault!.GetValue<string>())).Select(fault => $"{document.Key}: {fault}"))];
    }

    /// <summary>What another vendor's reader makes of each: a FHIR document.</summary>
    public Task<JsonObject> Read(IReadOnlyDictionary<string, byte[]> documents) => Ask("reader.mjs", documents);

    private List<string> SchemaFaults(byte[] xml)
    {
        var faults = new List<string>();
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema, Schemas = _schema };
        settings.ValidationEventHandler += (_, fault) => faults.Add($"line {fault.Exception.LineNumber}: {fault.Message}");
        using var reader = XmlReader.Create(new MemoryStream(xml), settings);
        while (reader.Read())
        {
            // Reading is what validates.
        }

        return faults;
    }

    private async Task<JsonObject> Ask(string script, IReadOnlyDictionary<string, byte[]> documents)
    {
        foreach (var (name, xml) in documents)
            await File.WriteAllBytesAsync(Path.Combine(_folder, name), xml);
        var output = await Run("node", [script, .. documents.Keys]);
        return JsonSerializer.Deserialize<JsonObject>(output.Split('\n').Last(line => line.StartsWith('{')))!;
    }

    private async Task<string> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await output + await errors);
        return await output;
    }
}
