using System.Diagnostics;

namespace Portal.WebFront.Tests.Records.Rest;

/// <summary>
/// The checks of an independent FHIR client that lie beside the repository, copied to a folder of their own and
/// installed once for a run. What they need comes from npm.
/// </summary>
public sealed class IndependentChecks : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-fhir-checks-").FullName;

    public async Task InitializeAsync()
    {
        var from = Path.Combine(SharedData.Beside, "fhir-checks");
        Assert.True(Directory.Exists(from), $"The checks are not at {from}.");
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(_folder, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            await File.WriteAllBytesAsync(to, await File.ReadAllBytesAsync(file));
        }

        foreach (var script in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Records", "Rest", "Scripts")))
            File.Copy(script, Path.Combine(_folder, Path.GetFileName(script)));
        var (code, output) = await Execute("npm", "install", "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
        Assert.True(code == 0, output);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Runs one of the scripts.</summary>
    public async Task<CheckReport> Check(string script, params string[] arguments)
    {
        var (_, output) = await Execute("node", [script, .. arguments, "--verbose"]);
        // One that broke off has told of nothing that came after.
        Assert.Matches("[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped", output);
        return new(output);
    }

    /// <summary>Runs a script of ours among the checks. One that fails fails the test.</summary>
    public async Task<string> Run(string script, params string[] arguments)
    {
        var (code, output) = await Execute("node", [script, .. arguments]);
        Assert.True(code == 0, output);
        return output;
    }

    private async Task<(int Code, string Output)> Execute(string program, params string[] arguments)
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
        return (process.ExitCode, await output + await errors);
    }
}

/// <summary>One installation for all who check.</summary>
[CollectionDefinition(Name)]
public sealed class SharedChecks : ICollectionFixture<IndependentChecks>
{
    public const string Name = "independent checks";
}
