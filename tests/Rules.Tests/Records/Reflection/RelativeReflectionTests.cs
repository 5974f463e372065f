using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Records.Reflection;

namespace Portal.Rules.Tests.Records.Reflection;

public sealed class RelativeReflectionTests
{
    private static readonly Relative[] _all =
    [
        new("m", true, null), new("m", false, RepresentativeKind.Guardian), new("m", false, RepresentativeKind.ResponsibleParty),
        new("m", true, RepresentativeKind.Guardian), new("m", true, RepresentativeKind.ResponsibleParty),
    ];

    [Fact]
    public void Who_pays_comes_first_and_nobody_twice() => Assert.Equal(
        [new("m", true, RepresentativeKind.Guardian), new Relative("f", false, RepresentativeKind.ResponsibleParty)],
        RelativeReflection.Of("c", "m", [new("f", RepresentativeKind.ResponsibleParty), new("m", RepresentativeKind.Guardian)]).AsEnumerable());

    [Fact]
    public void Whoever_pays_alone_has_no_relatives() => Assert.Empty(RelativeReflection.Of("c", "c", []));

    [Theory]
    [InlineData("""{"relationship":[{"coding":[{"code":"MTH"}]}]}""")]
    [InlineData("""{"relationship":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-RoleCode","code":"GUARD"},{"code":"MTH"}]}],"active":true}""")]
    [InlineData("{}")]
    public void What_is_told_is_read_back_whatever_came_before(string came)
    {
        var resource = JsonNode.Parse(came)!.AsObject();
        foreach (var relative in _all)
        {
            RelativeReflection.Apply(resource, relative);
            Assert.Equal(relative, Said(resource));
        }

        RelativeReflection.Apply(resource, null);
        Assert.Null(Said(resource));
    }

    [Fact]
    public void What_the_portal_told_is_taken_back_and_how_somebody_is_related_stays()
    {
        var resource = JsonNode.Parse("""{"relationship":[{"coding":[{"code":"MTH"}]}],"period":{"start":"2010","end":"2020"}}""")!.AsObject();

        RelativeReflection.Apply(resource, new("m", true, RepresentativeKind.Guardian));
        RelativeReflection.Apply(resource, null);

        Assert.Equal("""{"relationship":[{"coding":[{"code":"MTH"}]}],"period":{"start":"2010"},"active":false}""", resource.ToJsonString());
    }

    [Fact]
    public void Whom_to_call_says_nothing_and_stays_whom_to_call_when_the_desk_takes_back_what_it_gave()
    {
        var resource = JsonNode.Parse("""{"relationship":[{"coding":[{"code":"C"}]}]}""")!.AsObject();
        Assert.Null(Said(resource));

        RelativeReflection.Apply(resource, new("m", false, RepresentativeKind.ResponsibleParty));
        Assert.Equal(new("m", false, RepresentativeKind.ResponsibleParty), Said(resource));
        RelativeReflection.Apply(resource, null);

        Assert.Equal("""{"relationship":[{"coding":[{"code":"C"}]}],"active":true}""", resource.ToJsonString());
        Assert.Null(Said(resource));
    }

    [Theory]
    [InlineData("""{"active":false}""")]
    [InlineData("""{"period":{"end":"2020"}}""")]
    public void What_has_ended_says_nothing(string json) => Assert.Null(Said(JsonNode.Parse(json)!.AsObject()));

    [Theory]
    [InlineData("2026-02", false)]
    [InlineData("2026-03", true)]
    [InlineData("2026-03-09", false)]
    [InlineData("2026-03-10", true)]
    [InlineData("2026", true)]
    public void What_ends_later_holds(string end, bool holds)
    {
        var resource = JsonNode.Parse($$"""{"relationship":[{"coding":[{"code":"GUARD"}]}],"period":{"end":"{{end}}"} }""")!.AsObject();

        Assert.Equal(holds, Said(resource) is not null);
    }

    /// <summary>On the evening of 10 March in Chicago, when it is the 11th in Greenwich.</summary>
    private static Relative? Said(JsonObject resource) =>
        RelativeReflection.Said(resource, "m", new(2026, 3, 11, 2, 0, 0, TimeSpan.Zero), TimeZoneInfo.FindSystemTimeZoneById("America/Chicago"));
}
