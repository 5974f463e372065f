using System.Globalization;
using Orleans.Runtime;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Documents;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Sharing;
using Portal.Grains.Sharing;
using Portal.Grains.Tests.Patients;
using static Portal.Grains.Tests.PortalCluster;

namespace Portal.Grains.Tests.Sharing;

/// <summary>What tests of health links do again and again.</summary>
public abstract class HealthLinkSuite(PortalCluster cluster)
{
    protected const string File = "e30..bm9uY2U.Y29udGVudA.dGFn";

    protected static OpenHealthLink Weber { get; } = new("Dr. Weber");

    protected PortalCluster Cluster => cluster;

    /// <summary>A mother with a child whom she pays for, and somebody else.</summary>
    protected async Task<PatientPractice> Family()
    {
        var practice = await new PatientPractice(cluster).Built();
        await practice.Add("mother");
        await practice.Add("child", PatientPractice.Command(guarantor: "mother"));
        await practice.Add("stranger");
        return practice;
    }

    protected static MakeHealthLink Command(string patient = "mother") =>
        new(NewId(), patient, "For Dr. Weber", "", HealthLinkLife.Week, ViewOnce: false, File);

    /// <summary>A link for an hour that was made so long ago.</summary>
    protected async Task<string> Stored(PatientPractice practice, TimeSpan ago)
    {
        var (id, command) = (NewLink(), Command() with { Life = HealthLinkLife.Hour });
        var making = new LinkMaking(id, "María", null, NewId(), Cluster.Time.GetUtcNow() - ago);
        await WriteFile(practice, id);
        await Cluster.Leave("health_link", GrainKey.For(practice.Slug, id), HealthLinkRules.Make(HealthLinkRules.Begun(command, making), command, making).Next!);
        return id;
    }

    protected Task WriteFile(PatientPractice practice, string id) =>
        Cluster.Leave(HealthLinkContent.RowName, GrainKey.For(practice.Slug, id), new HealthLinkContent { Jwe = File });

    protected static string NewLink() => HealthLinkId.Of(NewId());

    protected IHealthLinkGrain Link(PatientPractice practice, string id) => Cluster.Grain<IHealthLinkGrain>(practice.Slug, id);

    protected async Task<string> Make(PatientPractice practice, MakeHealthLink command)
    {
        var id = NewLink();
        PatientPractice.Require(await As(practice.Patient("mother"), () => Link(practice, id).Make(command)));
        return id;
    }

    protected Task<Result<HealthLinkFile>?> Open(PatientPractice practice, string id, OpenHealthLink? command = null) =>
        As(Caller.Visitor(practice.Slug), () => Link(practice, id).Open(command ?? Weber));

    protected Task<string?> Fetch(PatientPractice practice, string id, string ticket) =>
        As(Caller.Visitor(practice.Slug), () => Link(practice, id).Fetch(ticket));

    protected Task<int> AttemptsLeft(PatientPractice practice, string id) =>
        As(Caller.Visitor(practice.Slug), () => Link(practice, id).AttemptsLeft());

    protected async Task<(HealthLinkStanding Standing, int Opened)> Standing(PatientPractice practice, string id) =>
        await As(practice.Patient("mother"), () => Link(practice, id).View()) is { } view ? (view.Standing, view.Opened) : default;

    protected async Task<IReadOnlyList<HealthLinkView>> List(PatientPractice practice, string viewer) => await As(
        practice.Patient(viewer), () => Cluster.Grain<IHealthLinkDirectoryGrain>(practice.Slug, IHealthLinkDirectoryGrain.Id).List());

    protected IOutboxOwner Owner(PatientPractice practice, string id) =>
        Cluster.Client.GetGrain<IOutboxOwner>(GrainId.Create("health_link", GrainKey.For(practice.Slug, id)));

    protected async Task<bool> HasFile(PatientPractice practice, string id)
    {
        await using var connection = await Cluster.Database.DataSource.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from grain_state where state = 'health_link_file' and id = @id";
        command.AddParameter("id", GrainKey.For(practice.Slug, id));
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture) > 0;
    }

    protected async Task DeleteFile(PatientPractice practice, string id)
    {
        await using var connection = await Cluster.Database.DataSource.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "delete from grain_state where state = 'health_link_file' and id = @id";
        command.AddParameter("id", GrainKey.For(practice.Slug, id));
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    /// <summary>The activation is gone and the next one, on the other silo, comes from what is stored.</summary>
    protected async Task Move(PatientPractice practice, string id)
    {
        var grain = Link(practice, id).GetGrainId();
        Assert.True(Cluster.Cluster.TryGetGrainContext(grain, out var before));
        await Cluster.Cluster.DeactivateAsync(grain);
        await AttemptsLeft(practice, id);
        var other = Cluster.Cluster.Silos.First(silo => silo.IsActive && !silo.SiloAddress.Equals(before.Address.SiloAddress));
        if (!Cluster.Cluster.TryGetGrainContext(grain, out var after) || !other.SiloAddress.Equals(after.Address.SiloAddress))
            await Cluster.Cluster.MigrateAsync(grain, other.SiloAddress);
        await AttemptsLeft(practice, id);
        Assert.True(Cluster.Cluster.TryGetGrainContext(grain, out after));
        Assert.Equal(other.SiloAddress, after.Address.SiloAddress);
    }
}
