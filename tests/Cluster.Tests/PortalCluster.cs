using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Portal.WebFront.Demo;

namespace Portal.Cluster.Tests;

/// <summary>Three silos and two web fronts as processes over a PostgreSQL server of their own, with the demo practice.</summary>
public sealed class PortalCluster : IAsyncLifetime
{
    public const string Practice = "demo";

    /// <summary>Of the bridge of the practice.</summary>
    public const string BridgeToken = "a token of the practice demo";

    private const string Secret = "a secret of the tests, long enough for a cluster";
    private const string Template = "portal_template";
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-cluster-").FullName;
    private readonly List<PortalNode> _nodes = [];
    private PostgresServer? _postgres;
    private int _databases;

    public IReadOnlyList<PortalNode> Silos { get; private set; } = [];

    public IReadOnlyList<PortalNode> Fronts { get; private set; } = [];

    /// <summary>The database of the cluster.</summary>
    public string Database { get; private set; } = "";

    public async Task InitializeAsync()
    {
        _postgres = await PostgresServer.Start();
        var empty = await _postgres.CreateDatabase(Template);
        var migrate = Node("Silo", "migrate", SettingsFor(empty));
        await Told(async () => Assert.Equal(0, await migrate.Run("migrate")));

        Database = await NewDatabase();
        Silos = [Silo("silo 1"), Silo("silo 2"), Silo("silo 3")];
        Fronts = [Front("front A"), Front("front B")];
        await Told(Restore);
    }

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes)
            node.Dispose();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A database with the schema and nothing in it.</summary>
    public Task<string> NewDatabase() => CreateDatabase(Template);

    /// <summary>A database without anything.</summary>
    public Task<string> EmptyDatabase() => CreateDatabase("template0");

    public static Dictionary<string, string> SettingsFor(string database) => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Development",
        ["DOTNET_gcServer"] = "0",
        ["Logging__LogLevel__Microsoft"] = "Warning",
        ["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information",
        ["Logging__LogLevel__Orleans"] = "Warning",
        ["Logging__LogLevel__Polly"] = "Warning",
        ["Portal__Mode"] = "Clustered",
        ["Portal__Database"] = database,
        ["Portal__ClusterId"] = "tests",
        ["Portal__ClusterSecret"] = Secret,
    };

    /// <summary>A process that is killed with the cluster at the latest.</summary>
    public PortalNode Node(string project, string name, Dictionary<string, string> settings, Uri? address = null)
    {
        var node = new PortalNode(project, name, settings, address);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Starts whatever does not run, all at once, and waits until it serves.</summary>
    public async Task Restore()
    {
        foreach (var node in Silos.Concat(Fronts).Where(node => !node.Runs))
            node.Start();
        await Task.WhenAll(Silos.Concat(Fronts).Select(node => node.Ready()));
        await Task.WhenAll(Fronts.Select(front => front.DemoReady()));
    }

    /// <summary>A browser at a front, with somebody of the demo signed in.</summary>
    public static async Task<PortalBrowser> SignIn(PortalNode front, string userName)
    {
        var browser = new PortalBrowser(front.Address);
        await browser.SignIn(Practice, userName, DemoSignIns.Password);
        Assert.False(browser.Path.Contains("sign-in", StringComparison.Ordinal), browser.Text);
        return browser;
    }

    /// <summary>Runs a test; when it fails, what the processes said is told with it.</summary>
    public async Task Told(Func<Task> test)
    {
        try
        {
            await test();
        }
        catch (Exception failure)
        {
            var told = _nodes.Where(node => node.Said.Length > 0).Select(node => $"--- {node.Name}\n{Last(node.Said)}");
            throw new InvalidOperationException($"{failure.Message}\n{string.Join('\n', told)}", failure);
        }
    }

    private static string Last(string text) => text.Length > 8000 ? text[^8000..] : text;

    private PortalNode Silo(string name)
    {
        var settings = SettingsFor(Database);
        var health = FreePort();
        settings["Portal__SiloPort"] = Text(FreePort());
        settings["Portal__GatewayPort"] = Text(FreePort());
        settings["Portal__HealthUrl"] = $"http://localhost:{health}";
        settings["Portal__DataFolder"] = _folder;
        settings["Portal__Subscriptions__Endpoints"] = "Loopback";
        return Node("Silo", name, settings, new($"http://localhost:{health}"));
    }

    private PortalNode Front(string name)
    {
        var settings = SettingsFor(Database);
        var address = $"http://localhost:{FreePort()}";
        settings["ASPNETCORE_URLS"] = address;
        settings["Portal__Demo"] = "true";
        settings["Portal__Access__SignInsPerMinute"] = "1000";
        settings[$"Portal__Bridge__{Practice}__TokenSha256"] = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(BridgeToken)));
        return Node("WebFront", name, settings, new(address));
    }

    private Task<string> CreateDatabase(string template) =>
        _postgres!.CreateDatabase($"portal_{Interlocked.Increment(ref _databases)}", template);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

[CollectionDefinition(Name)]
public sealed class SharedCluster : ICollectionFixture<PortalCluster>
{
    public const string Name = "cluster";
}
