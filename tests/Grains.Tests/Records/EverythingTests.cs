using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;
using static Portal.Grains.Tests.PortalCluster;

namespace Portal.Grains.Tests.Records;

[Collection(SharedCluster.Name)]
public sealed class EverythingTests(PortalCluster cluster)
{
    [Fact]
    public async Task Types_that_are_not_wanted_are_left_out()
    {
        var system = Caller.System(NewPractice());
        var record = cluster.Grain<IRecordGrain>(system.Practice, "lily");
        await As(system, () => record.Store([Draft("Binary"), Draft("Condition")]));

        var found = await As(system, () => record.Everything(new() { Without = ["Binary"] }));

        Assert.Contains(found.Matches, match => match.Type is "Condition");
        Assert.DoesNotContain(found.Matches, match => match.Type is "Binary");
        Assert.Equal(found.Matches.Length, found.Total);
    }

    private static ResourceDraft Draft(string type) => new() { Type = type, Id = "one", Json = $$"""{ "resourceType": "{{type}}", "id": "one" }""" };
}
