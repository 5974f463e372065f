using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Portal.WebFront.Tests.Sharing;

/// <summary>The npm package jose: a reader of JWE that we did not write.</summary>
internal sealed class JoseReader : IDisposable
{
    private const string Version = "6.2.18";

    private const string Script = """
        import { readFileSync } from "node:fs";
        import { compactDecrypt, base64url } from "jose";
        const [jwe, key] = readFileSync(0, "utf8").split("\n");
        const { plaintext, protectedHeader } = await compactDecrypt(jwe, base64url.decode(key));
        console.log(JSON.stringify({ header: JSON.stringify(protectedHeader), content: new TextDecoder().decode(plaintext) }));
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("portal-jose-").FullName;

    public static async Task<JoseReader> Install()
    {
        var reader = new JoseReader();
        await File.WriteAllTextAsync(Path.Combine(reader._folder, "package.json"), $$"""{ "private": true, "type": "module", "dependencies": { "jose": "{{Version}}" } }""");
        await File.WriteAllTextAsync(Path.Combine(reader._folder, "decrypt.js"), Script);
        await reader.Run("npm", "", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
        return reader;
    }

    public async Task<(string Header, string Content)> Decrypt(string jwe, string key)
    {
        var read = JsonNode.Parse(await Run("node", $"{jwe}\n{key}", "decrypt.js"))!;
        return ((string)read["header"]!, (string)read["content"]!);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> Run(string program, string input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return await output;
    }
}
