using System.Net;
using System.Net.Sockets;
using Npgsql;
using Portal.WebFront.Demo;

namespace Portal.Cluster.Tests;

/// <summary>A process that must not start says why in one sentence.</summary>
[Collection(SharedCluster.Name)]
public sealed class StartTests(PortalCluster cluster)
{
    private const int Refused = 2;

    [Theory]
    [InlineData("Silo")]
    [InlineData("WebFront")]
    public async Task A_process_does_not_start_on_an_empty_database(string project)
    {
        var node = Node(project, await cluster.EmptyDatabase());

        Assert.Equal(Refused, await node.Run());
        Assert.Contains("The database schema is at 0 and this program needs ", node.Said, StringComparison.Ordinal);
        Assert.Contains("Run: dotnet run --project Silo -- migrate", node.Said, StringComparison.Ordinal);
        AssertOneSentence(node);
    }

    [Theory]
    [InlineData("Silo")]
    [InlineData("WebFront")]
    public async Task A_process_does_not_start_on_an_older_database(string project)
    {
        var database = await cluster.NewDatabase();
        await Execute(database, "delete from schema_version where number = (select max(number) from schema_version)");
        var node = Node(project, database);

        Assert.Equal(Refused, await node.Run());
        Assert.Contains("Run: dotnet run --project Silo -- migrate", node.Said, StringComparison.Ordinal);
        AssertOneSentence(node);
    }

    [Theory]
    [InlineData("Silo")]
    [InlineData("WebFront")]
    public async Task A_process_does_not_start_on_a_newer_database(string project)
    {
        var database = await cluster.NewDatabase();
        await Execute(database, "insert into schema_version (number, name, hash) values (9999, 'of_tomorrow', '')");
        var node = Node(project, database);

        Assert.Equal(Refused, await node.Run());
        Assert.Contains("use the newer release", node.Said, StringComparison.Ordinal);
        AssertOneSentence(node);
    }

    [Theory]
    [InlineData("Silo", "Portal__Database", "", "Portal:Database is missing")]
    [InlineData("WebFront", "Portal__Database", "", "Portal:Database is missing")]
    [InlineData("Silo", "Portal__Database", "what is this", "Portal:Database is not a PostgreSQL connection string")]
    [InlineData("Silo", "Portal__Database", "Host=127.0.0.1;Port=1;Database=none;Username=portal", "cannot be used")]
    [InlineData("Silo", "Portal__ClusterSecret", "", "Portal:ClusterSecret must have at least 32 characters")]
    [InlineData("WebFront", "Portal__ClusterSecret", "short", "Portal:ClusterSecret must have at least 32 characters")]
    [InlineData("Silo", "Portal__ClusterSecret", "another secret than the rest of the cluster has", "is not the one that the cluster")]
    [InlineData("WebFront", "Portal__ClusterSecret", "another secret than the rest of the cluster has", "is not the one that the cluster")]
    [InlineData("Silo", "Portal__AdvertisedAddress", "no-such-host.invalid", "no address is known for it")]
    [InlineData("WebFront", "Portal__TrustedProxies__0", "everybody", "is not a network")]
    [InlineData("WebFront", "Portal__Mode", "Sometimes", "'Portal:Mode'")]
    [InlineData("WebFront", "Portal__Access__SignInsPerMinute", "few", "'Portal:Access:SignInsPerMinute'")]
    [InlineData("WebFront", "Portal__Access__SignInsPerMinute", "0", "'Portal:Access:SignInsPerMinute'")]
    [InlineData("WebFront", "Portal__Apps__TokensPerMinute", "-1", "'Portal:Apps:TokensPerMinute'")]
    [InlineData("WebFront", "Portal__Sharing__RequestsPerMinute", "0", "'Portal:Sharing:RequestsPerMinute'")]
    [InlineData("Silo", "Portal__Mail__Port", "99999", "'Portal:Mail:Port'")]
    [InlineData("Silo", "Portal__Direct__From", "us", "'Portal:Direct:From'")]
    [InlineData("WebFront", "ASPNETCORE_URLS", "http://127.0.0.1:99999", "has the port 99999")]
    [InlineData("WebFront", "Kestrel__Endpoints__Http__Url", "http://127.0.0.1:99999", "Kestrel:Endpoints:Http:Url has the port 99999")]
    [InlineData("Silo", "Portal__SiloPort", "many", "'Portal:SiloPort'")]
    [InlineData("Silo", "Portal__GatewayPort", "99999", "Portal:GatewayPort has the port 99999")]
    public async Task A_process_does_not_start_with_settings_that_cannot_be(string project, string setting, string value, string reason)
    {
        var node = Node(project, cluster.Database, (setting, value));

        Assert.Equal(Refused, await node.Run());
        Assert.Contains(reason, node.Said, StringComparison.Ordinal);
        AssertOneSentence(node);
    }

    [Theory]
    [InlineData("WebFront", "ASPNETCORE_URLS", "http://127.0.0.1:")]
    [InlineData("Silo", "Portal__SiloPort", "")]
    public async Task A_process_does_not_start_where_another_one_listens(string project, string setting, string before)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var node = Node(project, cluster.Database, (setting, $"{before}{port}"));

        Assert.Equal(Refused, await node.Run());
        Assert.Contains($"cannot listen at 127.0.0.1:{port}", node.Said, StringComparison.Ordinal);
        AssertOneSentence(node);
    }

    [Theory]
    [InlineData("", "Portal:DataFolder is '")]
    [InlineData("portal.db", "Portal:DataFolder has '")]
    [InlineData("tokens.db", "Portal:DataFolder has '")]
    public async Task A_process_does_not_start_on_a_data_folder_that_cannot_be_one(string inItsPlace, string reason)
    {
        var folder = Directory.CreateTempSubdirectory("portal-start-").FullName;
        try
        {
            // No database, and no folder either.
            var file = Path.Combine(folder, inItsPlace.Length > 0 ? inItsPlace : "file");
            await File.WriteAllTextAsync(file, new string('x', 8192));
            var node = Node("WebFront", cluster.Database, ("Portal__Mode", "Embedded"), ("Portal__DataFolder", inItsPlace.Length > 0 ? folder : file));

            Assert.Equal(Refused, await node.Run());
            Assert.Contains($"{reason}{file}', which this process cannot use", node.Said, StringComparison.Ordinal);
            AssertOneSentence(node);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_web_front_says_where_it_is_and_how_to_sign_in()
    {
        var front = cluster.Fronts[0];

        await front.Says($"Now listening on: {front.Address.OriginalString}");
        foreach (var userName in DemoSignIns.Staff.Select(member => member.UserName).Concat(DemoSignIns.Patients.Select(patient => patient.UserName)))
            await front.Says($"Demo sign-in at /demo/sign-in: {userName} / {DemoSignIns.Password}");
    }

    [Fact]
    public async Task Migrating_needs_a_database_that_answers()
    {
        var node = Node("Silo", "Host=127.0.0.1;Port=1;Database=none;Username=portal");

        Assert.Equal(Refused, await node.Run("migrate"));
        Assert.Contains("cannot be used", node.Said, StringComparison.Ordinal);
        AssertOneSentence(node);
    }

    [Fact]
    public Task A_silo_that_is_asked_to_stop_leaves_in_peace() => cluster.Told(async () =>
    {
        var silo = cluster.Silos[2];

        silo.AskToStop();

        Assert.Equal(0, await silo.Exit());
        await cluster.Restore();
    });

    private PortalNode Node(string project, string database, params (string Name, string Value)[] changes)
    {
        var settings = PortalCluster.SettingsFor(database);
        settings["ASPNETCORE_URLS"] = settings["Portal__HealthUrl"] = "http://127.0.0.1:0";
        settings["Portal__SiloPort"] = settings["Portal__GatewayPort"] = "1";
        foreach (var (name, value) in changes)
            settings[name] = value;
        return cluster.Node(project, $"{project} that should not start", settings);
    }

    private static void AssertOneSentence(PortalNode node)
    {
        Assert.DoesNotContain("   at ", node.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", node.Said, StringComparison.Ordinal);
    }

    private static async Task Execute(string database, string text)
    {
        await using var source = NpgsqlDataSource.Create(database + ";Pooling=false");
        await using var command = source.CreateCommand(text);
        await command.ExecuteNonQueryAsync();
    }
}
