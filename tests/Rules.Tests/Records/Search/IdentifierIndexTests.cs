using System.Collections.Immutable;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Records.Search;

namespace Portal.Rules.Tests.Records.Search;

public sealed class IdentifierIndexTests
{
    [Theory]
    [InlineData("urn:mrn|AB-1", "ab-1")]
    [InlineData("AB-1", "ab-1")]
    [InlineData("|AB-1", "ab-1")]
    [InlineData(@"urn:mrn|a\|b\,1", "a|b,1")]
    public void A_value_is_asked_in_lower_case_whatever_its_system(string wanted, string value) =>
        Assert.Equal([value], IdentifierIndex.ValuesOf([Identifier(SearchModifier.None, wanted)])!.Value.AsEnumerable());

    [Fact]
    public void Alternatives_are_asked_each_once_and_a_type_narrows_like_a_system()
    {
        Assert.Equal(["a", "b"], IdentifierIndex.ValuesOf([Identifier(SearchModifier.None, "x|A", "y|a", "b")])!.Value.AsEnumerable());
        Assert.Equal(["7"], IdentifierIndex.ValuesOf([Identifier(SearchModifier.OfType, "http://v2|MR|7")])!.Value.AsEnumerable());
    }

    [Fact]
    public void Another_condition_beside_it_changes_nothing() => Assert.Equal(
        ["a"],
        IdentifierIndex.ValuesOf([new("name", SearchModifier.None, ["ada"]), Identifier(SearchModifier.None, "ü"), Identifier(SearchModifier.None, "a")])!.Value.AsEnumerable());

    [Theory]
    [InlineData(SearchModifier.None, "urn:mrn|")]
    [InlineData(SearchModifier.None, "urn:mrn|größe")]
    [InlineData(SearchModifier.Not, "urn:mrn|a")]
    [InlineData(SearchModifier.Missing, "false")]
    [InlineData(SearchModifier.Text, "chart")]
    public void What_the_index_cannot_tell_is_looked_for_in_the_rows(SearchModifier modifier, string wanted)
    {
        Assert.Null(IdentifierIndex.ValuesOf([Identifier(modifier, wanted)]));
        Assert.Null(IdentifierIndex.ValuesOf([Identifier(SearchModifier.None, "a", new string('b', 201))]));
        Assert.Null(IdentifierIndex.ValuesOf([]));
    }

    private static SearchFilter Identifier(SearchModifier modifier, params ImmutableArray<string> values) => new("identifier", modifier, values);
}
