using System.Globalization;
using System.Security.Cryptography;
using Orleans.Runtime;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Audit;
using Portal.Grains.Tests.Audit;

namespace Portal.Grains.Tests.Tenancy;

/// <summary>Every method of every grain, tried by everyone who must not: made from the contracts, so a new one is in it.</summary>
[Collection(SharedCluster.Name)]
public sealed class TenancyTests(PortalCluster cluster)
{
    private readonly string _practice = PortalCluster.NewPractice();

    public static TheoryData<string> Methods => [.. GrainMethod.All.Select(method => method.ToString())];

    private static IEnumerable<Audience> SingleRoles =>
        Enum.GetValues<Audience>().Where(role => int.PopCount((int)role) == 1);

    [Theory, MemberData(nameof(Methods))]
    public async Task Another_practice_is_refused_in_every_role(string name)
    {
        var other = PortalCluster.NewPractice();
        foreach (var role in SingleRoles)
            await Refused(name, new Caller { Practice = other, Roles = role, UserId = "u-other", PatientId = "sample" });
        await NothingIsWritten();
    }

    [Theory, MemberData(nameof(Methods))]
    public async Task A_role_that_the_method_does_not_name_is_refused(string name)
    {
        foreach (var role in SingleRoles.Where(role => (Method(name).AllowedFor & role) == 0).Append(Audience.None))
            await Refused(name, new Caller { Practice = _practice, Roles = role, UserId = "u-own", PatientId = "sample" });
        await NothingIsWritten();
    }

    [Theory, MemberData(nameof(Methods))]
    public async Task Nobody_and_a_broken_seal_are_refused(string name)
    {
        var system = Caller.System(_practice);
        var seal = cluster.Seal.Close(system);
        var foreign = new CallerSeal(RandomNumberGenerator.GetBytes(32)).Close(system);
        // The caller of one seal under the signature of another.
        var swapped = $"{seal.Split('.')[0]}.{cluster.Seal.Close(Caller.Visitor(_practice)).Split('.')[1]}";
        foreach (var broken in new[] { null, "", ".", "nonsense", foreign, swapped, seal[..^4] })
            await Refused(name, broken);
        await NothingIsWritten();
    }

    [Fact]
    public async Task A_seal_that_an_earlier_call_left_behind_speaks_for_nobody()
    {
        var trail = cluster.Grain<IAuditTrailGrain>(_practice, IAuditTrailGrain.Id);
        using var nobody = CallerScope.Use(null);
        RequestContext.Set(CallerSeal.ContextKey, cluster.Seal.Close(Caller.System(_practice)));
        try
        {
            await Assert.ThrowsAsync<AccessRefusedException>(() => trail.Read(new()));
        }
        finally
        {
            RequestContext.Clear();
        }
    }

    [Fact]
    public void The_contracts_are_found() => Assert.True(GrainMethod.All.Length > 50, $"Only {GrainMethod.All.Length} methods were found.");

    private static GrainMethod Method(string name) => GrainMethod.All.First(method => method.ToString() == name);

    private async Task Refused(string name, Caller caller)
    {
        using var scope = CallerScope.Use(caller);
        await Refused(Method(name), $"{name} by {caller.Roles} of {(caller.Practice == _practice ? "the same" : "another")} practice");
    }

    private async Task Refused(string name, string? seal)
    {
        using var nobody = CallerScope.Use(null);
        using var forged = ForgedSeal.Use(seal);
        await Refused(Method(name), $"{name} under the seal {(seal is null ? "of nobody" : "that is broken")}");
    }

    private async Task Refused(GrainMethod method, string what)
    {
        var before = method.IsOneWay ? await RefusedSoFar() : 0;
        var failure = await Record.ExceptionAsync(() => method.Call(cluster, _practice));
        if (method.IsOneWay)
            await PortalCluster.Eventually(async () => await RefusedSoFar() > before, $"{what} is refused");
        else
            Assert.True(failure is AccessRefusedException, $"{what} was not refused but ended with {failure?.GetType().Name ?? "an answer"}.");
    }

    /// <summary>The audit trail knows of every refused call, also of those that nobody waits for.</summary>
    private async Task<int> RefusedSoFar()
    {
        using var system = CallerScope.Use(Caller.System(_practice));
        await cluster.FlushAudit();
        var trail = cluster.Grain<IAuditTrailGrain>(_practice, IAuditTrailGrain.Id);
        return (await trail.Read(new(Action: AuditAction.Refused, Size: 200))).Entries.Length;
    }

    private async Task NothingIsWritten()
    {
        await using var connection = await cluster.Database.DataSource.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"select count(*) from grain_state where id like '{_practice}/%'";
        Assert.Equal(0L, Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture));
    }
}
