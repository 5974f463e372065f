using System.Text;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Records;
using Portal.Grains.Records.Search;

namespace Portal.Rules.Tests.Records.Search;

/// <summary>Elements that R4 does not know are kept whatever they hold; no value of one may make a record unreadable.</summary>
public sealed class OddValuesTests
{
    private static readonly string[] _values =
    [
        "5", "1e300", "true", "null", "\"\"", "\"\\uFFFE\"", "[]", "{}", "[5,[6]]", """{"reference":5}""", """{"reference":{"a":1}}""", """{"coding":5}""",
        """{"coding":[5,{"code":6,"system":[],"display":{}}]}""", """{"value":{"a":1},"system":5,"type":7}""", """{"identifier":5}""", """{"identifier":{"value":5}}""",
        """{"start":5,"end":"x"}""", """{"value":1e300,"unit":5}""", """{"text":"\uFFFE"}""",
    ];

    public static TheoryData<string> Types => [.. SearchParameters.Types];

    [Theory]
    [MemberData(nameof(Types))]
    public void A_record_is_read_whatever_an_element_holds(string type)
    {
        var paths = SearchParameters.Of(type).SelectMany(parameter => parameter.Paths)
            .Concat(["recorder.reference", "performer", "performer.reference", "author.reference", "sender.reference", "participant.actor.reference", "meta.lastUpdated"])
            .Select(path => string.Join('.', path.Split('.').Select(step => step.Split('(')[0])))
            .Distinct();
        foreach (var path in paths)
        {
            foreach (var value in _values)
            {
                var resource = new JsonObject { ["resourceType"] = type, ["id"] = "odd" };
                Put(resource, path.Split('.'), value);
                var served = new ServedResource { Type = type, Id = "odd", Version = 1, LastUpdated = default, Json = Encoding.UTF8.GetBytes(resource.ToJsonString()) };

                var failure = Record.Exception(() =>
                {
                    var held = new HeldResource(served);
                    foreach (var parameter in SearchParameters.Of(type))
                        RecordSearch.Fits(held, [new(parameter.Name, SearchModifier.Missing, ["false"])]);
                    Assert.NotNull(ProvenanceOf.For(served, "p1", "Organization/birch"));
                });

                Assert.True(failure is null, $"{path} = {value}: {failure}");
            }
        }
    }

    private static void Put(JsonObject resource, string[] path, string value)
    {
        var at = resource;
        foreach (var step in path[..^1])
        {
            if (at[step] is not JsonObject next)
                at[step] = next = [];
            at = next;
        }

        at[path[^1]] = JsonNode.Parse(value);
    }
}
