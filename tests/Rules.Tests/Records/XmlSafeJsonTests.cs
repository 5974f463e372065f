using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Records;

namespace Portal.Rules.Tests.Records;

public sealed class XmlSafeJsonTests
{
    [Theory]
    [InlineData("""{"a":"Zahnärztin 😀, \"fine\" \\ \n \t \uD83D\uDE00 \u00e4"}""")]
    [InlineData("""{"a":"\\u0001 is written, not meant"}""")]
    public void What_xml_can_hold_stays_as_it_is(string json) => Assert.Equal(json, XmlSafeJson.Of(json));

    [Theory]
    [InlineData(@"\u0001")]
    [InlineData(@"\u001f")]
    [InlineData(@"\b")]
    [InlineData(@"\f")]
    [InlineData(@"\uFFFE")]
    [InlineData(@"\uffff")]
    [InlineData(@"\uD83D")]
    [InlineData(@"\uDE00")]
    [InlineData("\uFFFE")]
    [InlineData("\uFFFF")]
    public void What_it_cannot_hold_is_replaced_as_a_character_and_as_an_escape(string unfit)
    {
        var safe = XmlSafeJson.Of($$"""{"a":"{{unfit}}before{{unfit}}{{unfit}} and \\{{unfit}}","b":"kept"}""");

        Assert.Equal("\uFFFDbefore\uFFFD\uFFFD and \\\uFFFD", JsonNode.Parse(safe)!["a"]!.GetValue<string>());
        Assert.Equal("kept", JsonNode.Parse(safe)!["b"]!.GetValue<string>());
    }
}
