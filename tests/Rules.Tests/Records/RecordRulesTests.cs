using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Records;

namespace Portal.Rules.Tests.Records;

public sealed class RecordRulesTests
{
    private static readonly DateTimeOffset _now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_order_of_properties_and_white_space_is_no_change()
    {
        var first = Store(null, """{"a":1,"b":{"c":[1,2],"d":"x"}}""");

        var again = Store(first, """ { "b": {"d": "x", "c": [1, 2]}, "a": 1 } """);

        Assert.Same(first, again);
        Assert.Equal(Saved.Unchanged, RecordRules.Mark(first, again).Saved);
    }

    [Theory]
    [InlineData("""{"a":1}""", """{"meta":{"versionId":"3","lastUpdated":"2026-11-23T12:00:00Z"},"a":1}""")]
    [InlineData("""{"meta":{"versionId":"7","_lastUpdated":{"id":"x"}},"a":1}""", """{"a":1}""")]
    [InlineData("""{"a":1,"meta":{"tag":[{"code":"t"}],"source":"s"}}""", """{"meta":{"versionId":"1","source":"s","tag":[{"code":"t"}]},"a":1}""")]
    public void What_every_answer_tells_of_its_version_is_no_change(string came, string read)
    {
        var first = Store(null, came);

        Assert.Same(first, Store(first, read));
    }

    [Theory]
    [InlineData("""{"meta":{"versionId":"1","source":"s"}}""", """{"meta":{"versionId":"1","source":"t"}}""")]
    [InlineData("""{"a":{"meta":{"versionId":"1"}}}""", """{"a":{"meta":{"versionId":"2"}}}""")]
    [InlineData("""{"a":1.50}""", """{"a":1.5}""")]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""")]
    [InlineData("""{"a":"x"}""", """{"a":"X"}""")]
    public void Anything_else_is_a_new_version(string one, string other)
    {
        var first = Store(null, one);

        var second = Store(first, other);

        Assert.Equal(2, second.VersionId);
        Assert.Equal(other, second.Json);
        Assert.Equal(Saved.Updated, RecordRules.Mark(first, second).Saved);
    }

    [Fact]
    public void An_old_file_does_not_undo_what_was_changed_since_by_people_or_programs()
    {
        var came = Store(null, """{"a":1}""", delivered: true);
        var changed = Store(came, """{"a":2}""");
        var changedMore = Store(changed, """{"a":4}""");

        Assert.Same(changed, Store(changed, """{"a":1}""", delivered: true));
        Assert.Same(changedMore, Store(changedMore, """{"a":1}""", delivered: true));
        Assert.Equal(3, Store(changed, """{"a":3}""", delivered: true).VersionId);
        Assert.Equal(3, Store(changed, """{"a":1}""").VersionId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_that_held_what_was_written_here_is_old_after_the_next_change(bool wasReadByTheSystem)
    {
        var made = Store(null, """{"a":1}""");

        var delivered = wasReadByTheSystem ? Store(made, """{"a":1}""", delivered: true) : made;
        var changed = Store(delivered, """{"a":2}""");
        var again = Store(changed, """{"a":1}""", delivered: true);

        Assert.Equal((1, Saved.Unchanged), (delivered.VersionId, RecordRules.Mark(made, delivered).Saved));
        Assert.Equal(!wasReadByTheSystem, RecordRules.Mark(made, delivered).IsNoted);
        Assert.Equal(wasReadByTheSystem, ReferenceEquals(changed, again));
        Assert.Same(delivered, Store(delivered, """{"a":1}""", delivered: wasReadByTheSystem));
    }

    [Fact]
    public void What_was_made_here_is_changed_by_whatever_comes()
    {
        var made = Store(null, """{"a":1}""");

        Assert.Equal(2, Store(made, """{"a":2}""", delivered: true).VersionId);
        Assert.Null(Store(made, """{"a":2}""", delivered: true).Came);
    }

    [Fact]
    public void The_text_keeps_order_numbers_and_letters() =>
        Assert.Equal("""{"z":1.500,"a":"ü <b>"}""", CanonicalJson.Of("""{ "z": 1.500, "a": "\u00fc <b>" }""").Text);

    private static ResourceState Store(ResourceState? before, string json, bool delivered = false) => RecordRules.Store(
        before, "p", new() { Type = "Condition", Id = "c", Json = json, Delivered = delivered }, CanonicalJson.Of(json), _now);
}
