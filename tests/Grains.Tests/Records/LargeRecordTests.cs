using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;
using static Portal.Grains.Tests.PortalCluster;

namespace Portal.Grains.Tests.Records;

/// <summary>Records with files: what goes through the cluster at once is bounded, and nothing of it is lost.</summary>
[Collection(SharedCluster.Name)]
public sealed class LargeRecordTests(PortalCluster cluster)
{
    private const int Large = 1024 * 1024;
    private const int MostBytes = 9 * Large;

    [Fact]
    public async Task A_page_of_everything_ends_where_it_would_be_too_much_for_one_message()
    {
        var system = Caller.System(NewPractice());
        var record = cluster.Grain<IRecordGrain>(system.Practice, "lily");
        for (var i = 0; i < 12; i++)
            await As(system, () => record.Store([File($"f{i:00}", i)]));

        var ids = new List<string>();
        var query = new EverythingQuery { Types = ["Binary"], Count = 1_000 };
        do
        {
            var page = await As(system, () => record.Everything(query));
            Assert.InRange(page.Matches.Sum(match => match.Json.Length), 1, MostBytes);
            Assert.Equal(12, page.Total);
            ids.AddRange(page.Matches.Select(match => match.Id));
            query = query with { After = page.Next };
        }
        while (query.After is not null);

        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"f{i:00}"), ids);
    }

    [Fact]
    public async Task So_does_a_page_of_the_history()
    {
        var system = Caller.System(NewPractice());
        var record = cluster.Grain<IRecordGrain>(system.Practice, "lily");
        for (var i = 0; i < 12; i++)
            await As(system, () => record.Store([File("photo", i)]));

        var versions = new List<int>();
        int? before = null;
        do
        {
            var page = await As(system, () => record.History(new() { Type = "Binary", Id = "photo", Before = before }));
            Assert.InRange(page!.Matches.Sum(match => match.Json.Length), 1, MostBytes);
            versions.AddRange(page.Matches.Select(match => match.Version));
            before = page.Next is null ? null : int.Parse(page.Next, System.Globalization.CultureInfo.InvariantCulture);
        }
        while (before is not null);

        Assert.Equal(Enumerable.Range(1, 12).Reverse(), versions);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task So_does_a_page_of_a_search_in_one_record_and_through_all(bool inOne)
    {
        var system = Caller.System(NewPractice());
        var record = cluster.Grain<IRecordGrain>(system.Practice, "lily");
        for (var i = 0; i < 12; i++)
            await As(system, () => record.Store([File($"f{i:00}", i)]));

        var ids = new List<string>();
        var search = new ResourceSearch { Type = "Binary", Count = 1_000 };
        do
        {
            var page = await As(system, () => inOne
                ? record.Search(search)
                : cluster.Grain<IRecordDirectoryGrain>(system.Practice, IRecordDirectoryGrain.Id).Search(search));
            Assert.InRange(page.Matches.Sum(match => match.Json.Length), 0, MostBytes);
            ids.AddRange(page.Matches.Select(match => match.Id));
            search = search with { After = page.Next };
        }
        while (search.After is not null);

        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"f{i:00}"), ids);
    }

    [Fact]
    public async Task Of_the_summary_that_the_portal_keeps_only_the_last_editions_stay()
    {
        var system = Caller.System(NewPractice());
        var record = cluster.Grain<IRecordGrain>(system.Practice, "lily");
        for (var i = 0; i < 8; i++)
            await As(system, () => record.Store([Small(KeptSummary.IdOf("lily"), i), Small("other", i)]));

        var editions = await As(system, () => record.History(new() { Type = "Binary", Id = KeptSummary.IdOf("lily") }));
        var others = await As(system, () => record.History(new() { Type = "Binary", Id = "other" }));

        Assert.Equal([8, 7, 6, 5, 4, 3], editions!.Matches.Select(match => match.Version));
        Assert.Equal(8, others!.Matches.Length);
        Assert.Null(await As(system, () => record.FetchVersion("Binary", KeptSummary.IdOf("lily"), 1)));
    }

    private static ResourceDraft File(string id, int content) => Draft(id, $"{content:00}" + new string('A', Large));

    private static ResourceDraft Small(string id, int content) => Draft(id, $"{content:00}AA");

    private static ResourceDraft Draft(string id, string data) =>
        new() { Type = "Binary", Id = id, Json = $$"""{ "resourceType": "Binary", "id": "{{id}}", "contentType": "text/plain", "data": "{{data}}" }""" };
}
