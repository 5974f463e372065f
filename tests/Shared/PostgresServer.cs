using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Portal.Tests.Shared;

/// <summary>
/// A PostgreSQL cluster of its own in a temporary folder, on a free port of 127.0.0.1. Start one per test assembly
/// and give each test class a database made from a template.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly string _binaries;
    private readonly string _folder;
    private readonly int _port;
    private readonly bool _durable;

    private PostgresServer(string binaries, string folder, int port, bool durable)
    {
        _binaries = binaries;
        _folder = folder;
        _port = port;
        _durable = durable;
    }

    /// <param name="durable">Whether commits are flushed to the disk; only what measures or cuts the power needs that.</param>
    public static async Task<PostgresServer> Start(bool durable = false)
    {
        var folder = Directory.CreateTempSubdirectory("portal-pg-").FullName;
        var server = new PostgresServer(FindBinaries(), folder, FreePort(), durable);
        if (Environment.IsPrivilegedProcess && OperatingSystem.IsLinux())
            await Run("chown", "postgres", folder);
        await server.AsServerUser(
            "initdb", "-D", $"{folder}/data", "-U", "portal", "--auth=trust", "--no-sync", "--locale=C.UTF-8", "-E", "UTF8");
        await server.Up();
        return server;
    }

    public string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={_port};Database={database};Username=portal";

    /// <summary>Makes an empty database, or a copy of a template that nobody is connected to, and returns its connection string.</summary>
    public async Task<string> CreateDatabase(string name, string template = "template0")
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString("postgres") + ";Pooling=false");
        await using var command = source.CreateCommand($"create database {name} template {template}");
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    public Task Up() => AsServerUser(
        "pg_ctl", "-D", $"{_folder}/data", "-w", "-l", $"{_folder}/log", "-o",
        $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_folder} -c fsync={(_durable ? "on" : "off")}",
        "start");

    /// <summary>Stops as a crash would: clients are cut off and the next start recovers from the log.</summary>
    public Task Down() => AsServerUser("pg_ctl", "-D", $"{_folder}/data", "-w", "-m", "immediate", "stop");

    public async ValueTask DisposeAsync()
    {
        if (File.Exists($"{_folder}/data/postmaster.pid"))
            await Down();
        Directory.Delete(_folder, recursive: true);
    }

    private Task AsServerUser(string program, params string[] arguments)
    {
        var path = Path.Combine(_binaries, program);
        return Environment.IsPrivilegedProcess && OperatingSystem.IsLinux()
            ? Run("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", "--", path, .. arguments])
            : Run(path, arguments);
    }

    private static string FindBinaries()
    {
        const string Root = "/usr/lib/postgresql";
        var versions = Directory.Exists(Root) ? Directory.GetDirectories(Root) : [];
        return versions
            .Where(version => int.TryParse(Path.GetFileName(version), out _))
            .OrderByDescending(version => int.Parse(Path.GetFileName(version), CultureInfo.InvariantCulture))
            .Select(version => Path.Combine(version, "bin"))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
            ?? throw new InvalidOperationException($"No PostgreSQL under {Root}. Install it: apt-get install postgresql");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = "/",
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var exited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.Exited += (_, _) => exited.TrySetResult();

        // The server inherits the pipes and keeps them open, so only the end of the program itself is awaited.
        var output = new List<string>();
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await exited.Task;

        if (process.ExitCode is not 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {Text()}");

        void Add(string? line)
        {
            lock (output)
                if (line is not null)
                    output.Add(line);
        }

        string Text()
        {
            lock (output)
                return string.Join('\n', output);
        }
    }
}
