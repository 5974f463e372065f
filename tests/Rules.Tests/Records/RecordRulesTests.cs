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
    public void The_text_keeps_order_numbers_and_letters() =>
        Assert.Equal("""{"z":1.500,"a":"ü <b>"}""", CanonicalJson.Of("""{ "z": 1.500, "a": "\u00fc <b>" }""").Text);

    private static ResourceState Store(ResourceState? before, string json) => RecordRules.Store(
        before, "p", new() { Type = "Condition", Id = "c", Json = json }, CanonicalJson.Of(json), _now);
}
