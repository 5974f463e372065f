using System.Diagnostics;
using System.Globalization;

namespace Portal.Cluster.Tests;

/// <summary>One process of a cluster, which can be killed and started again, with everything that it said.</summary>
public sealed class PortalNode(string project, string name, IReadOnlyDictionary<string, string> settings, Uri? address = null) : IDisposable
{
    /// <summary>A limit for what must happen at all, however slow the machine.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(100);
    private readonly List<string> _said = [];
    private Process? _process;

    public string Name => name;

    /// <summary>Where a web front serves and a silo tells its health.</summary>
    public Uri Address => address ?? throw new InvalidOperationException($"{name} serves nothing.");

    public bool Runs => _process is { HasExited: false };

    public string Said
    {
        get
        {
            lock (_said)
                return string.Join('\n', _said);
        }
    }

    public void Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.Program(project), .. arguments])
        {
            WorkingDirectory = Path.Combine(Repository.Root, project),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (setting, value) in settings)
            start.Environment[setting] = value;
        _process?.Dispose();
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Runs to the end, for what is expected to end by itself.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> Run(params string[] arguments)
    {
        Start(arguments);
        return await Exit();
    }

    public async Task<int> Exit()
    {
        using var limit = new CancellationTokenSource(_patience);
        await _process!.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>Waits until it serves.</summary>
    public Task Ready() => Answers("/health/ready");

    /// <summary>Waits until the demo practice has its pages.</summary>
    public Task DemoReady() => Answers("/demo/sign-in");

    /// <summary>Waits until it has said these words.</summary>
    public async Task Says(string words)
    {
        using var limit = new CancellationTokenSource(_patience);
        using var timer = new PeriodicTimer(_look);
        while (!Said.Contains(words, StringComparison.Ordinal))
            await timer.WaitForNextTickAsync(limit.Token);
    }

    private async Task Answers(string path)
    {
        using var limit = new CancellationTokenSource(_patience);
        using var http = new HttpClient { BaseAddress = Address };
        using var timer = new PeriodicTimer(_look);
        while (!await Answers(http, path, limit.Token))
        {
            if (!Runs)
                throw new InvalidOperationException($"{name} ended with {_process!.ExitCode}.");
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>At once, without a word to anybody: kill -9.</summary>
    public void Kill() => _process!.Kill();

    /// <summary>Asks it to stop, as a service manager does.</summary>
    public void AskToStop()
    {
        using var kill = Process.Start("kill", ["-TERM", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (Runs)
            Kill();
        _process?.Dispose();
    }

    private static async Task<bool> Answers(HttpClient http, string path, CancellationToken limit)
    {
        try
        {
            using var answer = await http.GetAsync(path, limit);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Note(string? line)
    {
        lock (_said)
        {
            if (line is not null)
                _said.Add(line);
        }
    }
}
