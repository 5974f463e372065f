using System.Text;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Records.Search;

namespace Portal.Rules.Tests.Records.Search;

public sealed class SearchPagesTests
{
    [Fact]
    public void Pages_go_on_where_the_one_before_ended_whatever_came_and_went_meanwhile()
    {
        var resources = Enumerable.Range(1, 9).Select(day => Visit($"v{day}", $"2026-03-0{day}")).ToList();
        var search = new ResourceSearch { Type = "Encounter", Sort = [new("date", false)], Count = 4 };
        var (first, total, next) = RecordSearch.Find(resources, search);
        resources.RemoveAt(0);
        resources.Add(Visit("v0", "2026-03-01T08:00:00Z"));
        resources.Add(Visit("v55", "2026-03-05T12:00:00Z"));

        var (second, _, last) = RecordSearch.Find(resources, search with { After = next });
        var (third, _, end) = RecordSearch.Find(resources, search with { After = last });

        Assert.Equal(9, total);
        Assert.Equal(["v1", "v2", "v3", "v4"], first.Select(found => found.Served.Id));
        Assert.Equal(["v5", "v55", "v6", "v7"], second.Select(found => found.Served.Id));
        Assert.Equal(["v8", "v9"], third.Select(found => found.Served.Id));
        Assert.Null(end);
    }

    [Fact]
    public void What_is_changed_while_somebody_pages_is_met_once()
    {
        var resources = Enumerable.Range(1, 6).Select(day => Visit($"v{day}", $"2026-03-0{day}")).ToList();
        var search = new ResourceSearch { Type = "Encounter", Count = 3 };
        var (first, _, next) = RecordSearch.Find(resources, search);
        resources[4] = Visit("v5", "2026-03-05", "cancelled", changed: new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero));

        var (second, _, end) = RecordSearch.Find(resources, search with { After = next });

        Assert.Equal(["v1", "v2", "v3"], first.Select(found => found.Served.Id));
        Assert.Equal(["v4", "v5", "v6"], second.Select(found => found.Served.Id));
        Assert.Null(end);
    }

    [Fact]
    public void Days_and_times_are_sorted_by_the_clock_of_the_practice()
    {
        var resources = new[] { Visit("day", "2026-05-31"), Visit("evening-before", "2026-05-31T01:00:00Z"), Visit("later", "2026-05-31T12:00:00Z") };

        var (found, _, _) = RecordSearch.Find(resources, new() { Type = "Encounter", Sort = [new("date", false)], Zone = "America/New_York" });

        Assert.Equal(["evening-before", "day", "later"], found.Select(one => one.Served.Id));
    }

    [Fact]
    public void The_other_way_round_and_by_two_parameters()
    {
        var resources = new[] { Visit("a", "2026-03-01", "planned"), Visit("b", "2026-03-02"), Visit("c", "2026-03-01"), Visit("d", null) };

        var (found, _, _) = RecordSearch.Find(resources, new() { Type = "Encounter", Sort = [new("date", true), new("status", false)] });

        Assert.Equal(["b", "c", "a", "d"], found.Select(one => one.Served.Id));
    }

    [Theory]
    [InlineData("not a cursor")]
    [InlineData("W10")]
    [InlineData("bm90IGpzb24")]
    public void A_cursor_that_somebody_typed_begins_at_the_first_page(string cursor)
    {
        var (found, _, _) = RecordSearch.Find([Visit("a", "2026-03-01")], new() { Type = "Encounter", After = cursor });

        Assert.Single(found);
    }

    [Fact]
    public void With_a_count_of_zero_only_the_number_is_told()
    {
        var (found, total, next) = RecordSearch.Find([Visit("a", "2026-03-01"), Visit("b", "2026-03-02")], new() { Type = "Encounter", Count = 0 });

        Assert.Empty(found);
        Assert.Equal(2, total);
        Assert.Null(next);
    }

    private static HeldResource Visit(string id, string? start, string status = "finished", DateTimeOffset changed = default)
    {
        var period = start is null ? "" : $$""","period":{"start":"{{start}}","end":"{{start}}"}""";
        var json = $$"""{"resourceType":"Encounter","id":"{{id}}","status":"{{status}}"{{period}}}""";
        return new(new() { Type = "Encounter", Id = id, Version = 1, LastUpdated = changed, Json = Encoding.UTF8.GetBytes(json) });
    }
}
