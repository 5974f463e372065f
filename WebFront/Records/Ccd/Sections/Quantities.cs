using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd.Sections;

/// <summary>Measured values.</summary>
internal static class Quantities
{
    private const string Ucum = "http://unitsofmeasure.org";

    /// <summary>The parts of a physical quantity. A unit that is no code of UCUM is not one in CDA, so the value is told as other.</summary>
    public static IEnumerable<object> Parts(JsonObject? quantity)
    {
        if (Number(quantity) is not { } number)
            return [Null()];
        return Unit(quantity) switch
        {
            null => [Null("OTH"), El("translation", At("value", number), Null("OTH"), El("originalText", quantity.Text("unit")))],
            "" => [At("value", number)],
            var unit => [At("value", number), At("unit", unit)],
        };
    }

    public static XElement Value(JsonObject observation) => observation.First(
        "valueQuantity", "valueCodeableConcept", "valueString", "valueInteger", "valueBoolean", "valueDateTime", "valueRange", "valuePeriod") switch
    {
        JsonObject quantity when observation["valueQuantity"] is not null => OfQuantity(quantity),
        JsonObject concept when observation["valueCodeableConcept"] is not null => CdaConcept.Value(concept, null, CodeSystems.Snomed, CodeSystems.Loinc),
        JsonObject range when observation["valueRange"] is not null =>
            Cda.Value("IVL_PQ", new XElement(Space + "low", Parts(range.Part("low"))), new XElement(Space + "high", Parts(range.Part("high")))),
        JsonObject period => Cda.Value("IVL_TS", CdaTime.Of("low", period["start"]), CdaTime.Of("high", period["end"])),
        JsonValue number when observation["valueInteger"] is not null => Cda.Value("INT", At("value", number.ToJsonString())),
        JsonValue yes when observation["valueBoolean"] is not null => Cda.Value("BL", At("value", yes.ToJsonString())),
        JsonValue time when observation["valueDateTime"] is not null => Cda.Value("TS", CdaTime.Of(time.ToString()) is { } at ? At("value", at) : Null()),
        JsonValue text => Cda.Value("ST", text.ToString()),
        _ => Cda.Value("CD", Null()),
    };

    public static bool IsPhysical(JsonObject observation) =>
        observation.Part("valueQuantity") is { } quantity && Number(quantity) is not null && Unit(quantity) is not null;

    /// <summary>What a vital sign must be: a quantity that always names its unit, if only the one of mere numbers.</summary>
    public static XElement Physical(JsonObject observation)
    {
        var quantity = observation.Part("valueQuantity");
        return Cda.Value("PQ", At("value", Number(quantity)!), At("unit", Unit(quantity) is { Length: > 0 } unit ? unit : "1"));
    }

    private static XElement OfQuantity(JsonObject quantity)
    {
        var parts = Parts(quantity).ToList();
        return quantity.Text("comparator") switch
        {
            "<" => Cda.Value("IVL_PQ", new XElement(Space + "high", [At("inclusive", "false"), .. parts])),
            "<=" => Cda.Value("IVL_PQ", new XElement(Space + "high", parts)),
            ">" => Cda.Value("IVL_PQ", new XElement(Space + "low", [At("inclusive", "false"), .. parts])),
            ">=" => Cda.Value("IVL_PQ", new XElement(Space + "low", parts)),
            _ => new(Space + "value", [new XAttribute(Xsi + "type", "PQ"), .. parts]),
        };
    }

    private static string? Number(JsonObject? quantity) =>
        quantity?["value"] is JsonValue value && value.TryGetValue<decimal>(out var number) ? number.ToString(CultureInfo.InvariantCulture) : null;

    private static string? Unit(JsonObject? quantity)
    {
        var code = quantity.Text("code");
        if (code.Length == 0 || quantity.Text("system") is not (Ucum or ""))
            code = quantity.Text("unit");
        if (code is "1")
            return "";
        return code.Any(char.IsWhiteSpace) ? null : code;
    }
}
