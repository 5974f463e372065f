using System.Globalization;
using System.Text.Json.Nodes;
using static Portal.WebFront.Demo.Fhir;

namespace Portal.WebFront.Demo;

/// <summary>Teeth by the universal numbers, with surfaces.</summary>
internal static class DemoTeeth
{
    public static JsonArray? Sites(DemoTreatment treatment)
    {
        if (treatment.Tooth == 0)
            return null;
        var sites = List(Tooth(treatment.Tooth));
        if (treatment.Surfaces.Length > 0)
            sites.Add(Concept($"Surface {treatment.Surfaces}", Coding(Surface, treatment.Surfaces)));
        return sites;
    }

    public static JsonObject Tooth(int number) => Concept(
        $"Tooth {number.ToString(CultureInfo.InvariantCulture)}",
        Coding(Fhir.Tooth, number.ToString(CultureInfo.InvariantCulture)));
}
