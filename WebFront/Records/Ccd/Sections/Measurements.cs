using System.Text.Json.Nodes;
using System.Xml.Linq;
using Portal.WebFront.Records.Summary;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd.Sections;

/// <summary>Observations as CDA has them: a value each. What consists of several (a blood pressure) is that many under one roof.</summary>
internal static class Measurements
{
    public static IEnumerable<(JsonObject Of, string Part)> Single(JsonObject observation)
    {
        var components = observation.Parts("component").ToList();
        if (components.Count == 0 || observation.Any(property => property.Key.StartsWith("value", StringComparison.Ordinal)))
            yield return (observation, "/value");
        for (var i = 0; i < components.Count; i++)
            yield return (components[i], $"/component/{i}");
    }

    public static IEnumerable<XElement> Ranges(JsonObject observation) => observation.Parts("referenceRange")
        .Select(RangeValue.Of)
        .OfType<RangeValue>()
        .Select(range => El("referenceRange", El("observationRange", Value("IVL_PQ", [.. Quantities.Bounds(range)]))));

    public static IEnumerable<XElement> Interpretations(JsonObject observation) => observation.Parts("interpretation")
        .Select(interpretation => CdaConcept.CodeIn(interpretation, "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"))
        .OfType<string>()
        .Take(1)
        .Select(code => Code("interpretationCode", code, "2.16.840.1.113883.5.83", "ObservationInterpretation"));

    public static JsonNode? When(JsonObject observation) => SummaryTimes.Found(observation);
}
