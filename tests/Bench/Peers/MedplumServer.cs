using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Portal.Bench.Portals;

namespace Portal.Bench.Peers;

/// <summary>Medplum's FHIR router over its repository in memory, in a process of Node, with the same resources.</summary>
internal sealed class MedplumServer : IAsyncDisposable
{
    private static readonly string _folder = Path.Combine(Repository.Root, "tests", "Bench", "Peers");
    private readonly Process _process;

    private MedplumServer(Process process, int port)
    {
        _process = process;
        Http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 })
        {
            BaseAddress = new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")),
        };
    }

    public HttpClient Http { get; }

    /// <param name="bundles">Whole records as the portal serves them.</param>
    /// <returns>None when it is not installed.</returns>
    public static async Task<MedplumServer?> Start(IEnumerable<byte[]> bundles)
    {
        if (!Directory.Exists(Path.Combine(_folder, "node_modules", "@medplum", "fhir-router")))
            return null;
        var file = Path.GetTempFileName();
        await File.WriteAllLinesAsync(file, Resources(bundles));
        var process = Process.Start(new ProcessStartInfo("node", ["medplum.mjs", file]) { WorkingDirectory = _folder, RedirectStandardOutput = true })!;
        var port = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("Medplum did not start.");
        File.Delete(file);
        return new(process, int.Parse(port, CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static IEnumerable<string> Resources(IEnumerable<byte[]> bundles)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var bytes in bundles)
        {
            using var bundle = JsonDocument.Parse(bytes);
            foreach (var resource in bundle.RootElement.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("resource")))
            {
                if (seen.Add($"{resource.GetProperty("resourceType").GetString()}/{resource.GetProperty("id").GetString()}"))
                    yield return resource.GetRawText();
            }
        }
    }
}
