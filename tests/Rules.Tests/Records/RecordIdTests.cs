using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Records;

namespace Portal.Rules.Tests.Records;

public sealed class RecordIdTests
{
    [Theory]
    [InlineData("6d23a95e-7e18-4201-90ec-9501fa89fbd2", true)]
    [InlineData("a.b-C9", true)]
    [InlineData("", false)]
    [InlineData("under_score", false)]
    [InlineData("with space", false)]
    [InlineData("é", false)]
    public void Ids_follow_fhirs_rule(string id, bool allowed) => Assert.Equal(allowed, RecordId.IsFhirId(id));

    [Theory]
    [InlineData("under_score")]
    [InlineData("a/b")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789")]
    public void An_odd_id_becomes_one_that_fhir_allows_always_the_same(string id)
    {
        var safe = RecordId.KeySafe(id);

        Assert.True(RecordId.IsFhirId(safe));
        Assert.Equal(safe, RecordId.KeySafe(id));
        Assert.NotEqual(safe, RecordId.KeySafe(id + "x"));
    }

    [Fact]
    public void The_longest_parts_make_a_key_that_is_allowed()
    {
        var id = new string('i', RecordId.MaxLength);

        var key = RecordId.RowKey(new('p', 24), id, "MedicinalProductUndesirableEffect", id);

        Assert.True(key.Length <= GrainKey.MaxLength);
        Assert.NotEqual(key, RecordId.RowKey(new('p', 24), id, "MedicinalProductUndesirableEffect", id[1..] + "j"));
    }

    [Fact]
    public void An_ordinary_key_can_be_read() =>
        Assert.Equal("demo/pat/Condition/c-1", RecordId.RowKey("demo", "pat", "Condition", "c-1"));
}
