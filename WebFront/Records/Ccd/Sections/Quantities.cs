using System.Text.Json.Nodes;
using System.Xml.Linq;
using Portal.WebFront.Records.Summary;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd.Sections;

/// <summary>Measured values.</summary>
internal static class Quantities
{
    /// <summary>The parts of a physical quantity. A unit that is no code of UCUM is not one in CDA, so the value is told as other.</summary>
    public static IEnumerable<object> Parts(JsonObject? quantity) => Parts(SummaryQuantity.Of(quantity));

    public static XElement Value(JsonObject observation) => SummaryValue.Of(observation) switch
    {
        MeasuredValue measured => OfQuantity(measured.Quantity),
        CodedValue coded => CdaConcept.Value(coded.Concept, null, CodeSystems.Snomed, CodeSystems.Loinc),
        RangeValue range => Cda.Value("IVL_PQ", [.. Bounds(range)]),
        PeriodValue period => Cda.Value("IVL_TS", CdaTime.Of("low", period.Period["start"]), CdaTime.Of("high", period.Period["end"])),
        NumberValue number => Cda.Value("INT", At("value", number.Number)),
        YesOrNoValue yes => Cda.Value("BL", At("value", yes.IsSo ? "true" : "false")),
        TimeValue time => Cda.Value("TS", CdaTime.Of(time.At) is { } at ? At("value", at) : Null()),
        { } text => Cda.Value("ST", text.Words),
        null => Cda.Value("CD", Null()),
    };

    public static IEnumerable<XElement> Bounds(RangeValue range)
    {
        if (range.Low is { } low)
            yield return new(Space + "low", Parts(low));
        if (range.High is { } high)
            yield return new(Space + "high", Parts(high));
    }

    public static bool IsPhysical(JsonObject observation) => SummaryQuantity.Of(observation.Part("valueQuantity")) is { Ucum: not null, Comparator: "" };

    /// <summary>What a vital sign must be: a quantity that always names its unit, if only the one of mere numbers.</summary>
    public static XElement Physical(JsonObject observation)
    {
        var quantity = SummaryQuantity.Of(observation.Part("valueQuantity"))!;
        return Cda.Value("PQ", At("value", quantity.Number), At("unit", quantity.Ucum is { Length: > 0 } unit ? unit : "1"));
    }

    private static XElement OfQuantity(SummaryQuantity quantity)
    {
        var parts = Parts(quantity).ToList();
        return quantity.Comparator switch
        {
            "<" => Cda.Value("IVL_PQ", new XElement(Space + "high", [At("inclusive", "false"), .. parts])),
            "<=" => Cda.Value("IVL_PQ", new XElement(Space + "high", parts)),
            ">" => Cda.Value("IVL_PQ", new XElement(Space + "low", [At("inclusive", "false"), .. parts])),
            ">=" => Cda.Value("IVL_PQ", new XElement(Space + "low", parts)),
            _ => new(Space + "value", [new XAttribute(Xsi + "type", "PQ"), .. parts]),
        };
    }

    private static IEnumerable<object> Parts(SummaryQuantity? quantity) => quantity switch
    {
        null => [Null()],
        { Ucum: null } => [Null("OTH"), El("translation", At("value", quantity.Number), Null("OTH"), El("originalText", quantity.Unit))],
        { Ucum: "" } => [At("value", quantity.Number)],
        _ => [At("value", quantity.Number), At("unit", quantity.Ucum)],
    };
}
