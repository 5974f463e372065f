using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Portal.WebFront.Records.Summary;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd.Received;

/// <summary>How a medicine is taken, as the document of another office says it in words and in codes.</summary>
internal static class ReceivedDosage
{
    private const string FreeTextSig = "2.16.840.1.113883.10.20.22.4.147";
    private const string Precondition = "2.16.840.1.113883.10.20.22.4.25";
    private static readonly XName _type = XNamespace.Get("http://www.w3.org/2001/XMLSchema-instance") + "type";
    private static readonly string[] _units = ["s", "min", "h", "d", "wk", "mo", "a"];

    /// <summary>As FHIR has it; none when nothing is said of it.</summary>
    public static JsonObject? Of(XElement taken)
    {
        var dosage = new JsonObject();
        if (CdaReading.Words(taken.Descendants(Space + "substanceAdministration").FirstOrDefault(one => one.Has(FreeTextSig))?.Element(Space + "text")) is { Length: > 0 } words)
            dosage["text"] = words;
        if (Repeat(taken) is { } repeat)
            dosage["timing"] = new JsonObject { ["repeat"] = repeat };
        if (taken.Elements(Space + "precondition").Any())
            AsNeeded(taken, dosage);
        if (CdaReading.Concept(taken.Element(Space + "routeCode")) is { Count: > 0 } route)
            dosage["route"] = route;
        if (Dose(taken) is { } dose)
            dosage["doseAndRate"] = new JsonArray(dose);
        return dosage.Count > 0 ? dosage : null;
    }

    /// <summary>A medicine that is taken again and again: the period, or the shortest and the longest one.</summary>
    private static JsonObject? Repeat(XElement taken)
    {
        var period = taken.Elements(Space + "effectiveTime").Where(time => (string?)time.Attribute(_type) is { } type && type.EndsWith("PIVL_TS", StringComparison.Ordinal))
            .Elements(Space + "period").FirstOrDefault();
        var (shortest, longest) = (period?.Element(Space + "low") ?? period, period?.Element(Space + "high"));
        if (Number(shortest) is not { } length || length <= 0 || (string?)shortest!.Attribute("unit") is not { } unit || !_units.Contains(unit))
            return null;
        var repeat = new JsonObject { ["frequency"] = 1, ["period"] = length, ["periodUnit"] = unit };
        if (Number(longest) is { } most && most > length && (string?)longest!.Attribute("unit") == unit)
            repeat["periodMax"] = most;
        return repeat;
    }

    private static void AsNeeded(XElement taken, JsonObject dosage)
    {
        var reason = CdaReading.Concept(taken.Elements(Space + "precondition").Elements(Space + "criterion").Where(one => one.Has(Precondition))
            .Elements(Space + "value").FirstOrDefault());
        if (reason.Count > 0)
            dosage["asNeededCodeableConcept"] = reason;
        else
            dosage["asNeededBoolean"] = true;
    }

    /// <summary>What is counted (puffs, tablets) has its unit beside.</summary>
    private static JsonObject? Dose(XElement taken)
    {
        var quantity = taken.Element(Space + "doseQuantity");
        var unit = SummarySections.Words(CdaReading.Concept(taken.Element(Space + "administrationUnitCode")));
        if (Quantity(quantity, unit) is { } dose)
            return new() { ["doseQuantity"] = dose };
        var (low, high) = (Quantity(quantity?.Element(Space + "low"), unit), Quantity(quantity?.Element(Space + "high"), unit));
        if (low is null && high is null)
            return null;
        var range = new JsonObject();
        if (low is not null)
            range["low"] = low;
        if (high is not null)
            range["high"] = high;
        return new() { ["doseRange"] = range };
    }

    private static JsonObject? Quantity(XElement? element, string counted)
    {
        if (Number(element) is not { } value)
            return null;
        var quantity = new JsonObject { ["value"] = value };
        var unit = ((string?)element!.Attribute("unit"))?.Trim() is { Length: > 0 } measured && measured is not "1" ? measured : counted;
        if (unit.Length > 0)
            quantity["unit"] = unit;
        return quantity;
    }

    private static decimal? Number(XElement? element) =>
        decimal.TryParse((string?)element?.Attribute("value"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number < 1_000_000 ? number : null;
}
