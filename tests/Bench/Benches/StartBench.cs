using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Portal.Bench.Portals;
using Portal.Bench.Running;

namespace Portal.Bench.Benches;

/// <summary>
/// From starting the built web front until it shows its first page: over an empty folder the one that says that the demo
/// practice is being prepared, with data the sign-in.
/// </summary>
public sealed class StartBench : IBench
{
    private const double AimSeconds = 4;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(20);

    public string Name => "start";

    public async Task Run(BenchScale scale, Findings findings)
    {
        var folder = Directory.CreateTempSubdirectory("portal-bench-start-").FullName;
        try
        {
            var first = await Start(folder);
            var again = new List<double>();
            for (var start = 0; start < scale.Rounds; start++)
                again.Add((await Start(folder)).SignIn);
            findings.Limit("start to sign-in page, with its data", Numbers.Median(again), "s", AimSeconds);
            findings.Limit("start to first page, empty folder", first.Page, "s", AimSeconds);
            findings.Note("start to sign-in page, empty folder (imports the demo practice)", Findings.Text($"{first.SignIn:0.##} s"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(double Page, double SignIn)> Start(string folder)
    {
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}"));
        var start = Stopwatch.GetTimestamp();
        using var portal = Process.Start(Command(folder, address))!;
        portal.OutputDataReceived += (_, _) => { };
        portal.BeginOutputReadLine();
        try
        {
            await Shown(address, portal, status => status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable);
            var page = Stopwatch.GetElapsedTime(start).TotalSeconds;
            await Shown(address, portal, status => status is HttpStatusCode.OK);
            return (page, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        finally
        {
            await Stop(portal);
        }
    }

    private static ProcessStartInfo Command(string folder, Uri address)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var program = Path.Combine(Repository.Root, "WebFront", "bin", configuration, "net10.0", "Portal.WebFront.dll");
        return new("dotnet", [program])
        {
            WorkingDirectory = Path.Combine(Repository.Root, "WebFront"),
            RedirectStandardOutput = true,
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["ASPNETCORE_URLS"] = address.ToString(),
                ["Portal__DataFolder"] = folder,
            },
        };
    }

    private static async Task Shown(Uri address, Process portal, Func<HttpStatusCode?, bool> wanted)
    {
        using var limit = new CancellationTokenSource(_patience, TimeProvider.System);
        using var http = new HttpClient { BaseAddress = address };
        while (!wanted(await Answer(http)))
        {
            if (portal.HasExited || limit.IsCancellationRequested)
                throw new InvalidOperationException("The web front did not show a page.");
            await Task.Delay(_pause, TimeProvider.System);
        }
    }

    private static async Task<HttpStatusCode?> Answer(HttpClient http)
    {
        try
        {
            using var page = await http.GetAsync("/demo/sign-in");
            return page.StatusCode;
        }
        catch (HttpRequestException)
        {
            // Nobody listens yet.
            return null;
        }
    }

    /// <summary>As whoever runs services would, so that the next start finds all in order. An interrupt is ignored by what was begun in the background.</summary>
    private static async Task Stop(Process portal)
    {
        if (portal.HasExited)
            return;
        using var kill = Process.Start("kill", ["-TERM", portal.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await portal.WaitForExitAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
