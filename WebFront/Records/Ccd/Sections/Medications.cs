using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Portal.WebFront.Records.Summary;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd.Sections;

/// <summary>Medicines that are taken or prescribed.</summary>
internal static class Medications
{
    private static readonly string[] _none = ["787481004", "no-known-medications"];

    public static CcdSection Section { get; } = new(
        SummarySections.Of("10160-0"), "medicine", "2.16.840.1.113883.10.20.22.2.1.1", "2014-06-09", Activity);

    private static XElement Activity(CcdRecord record, JsonObject medicine, RowMarks marks)
    {
        var concept = record.MedicineOf(medicine);
        var none = concept.Parts("coding").Any(coding => _none.Contains(coding.Text("code")));
        var dosage = SummaryDosage.In(medicine).FirstOrDefault();
        var (start, end) = SummaryTimes.Taken(medicine);
        return Entry(El(
            "substanceAdministration",
            At("classCode", "SBADM"), At("moodCode", medicine.Is("MedicationRequest") ? "INT" : "EVN"), none ? At("negationInd", "true") : null,
            Template("2.16.840.1.113883.10.20.22.4.16", "2014-06-09"),
            Id(record.IdOf(medicine)),
            TextAt(marks.Row),
            Status(medicine.Text("status") is "on-hold" ? "suspended" : "active"),
            CdaTime.Interval("effectiveTime", start, end).AddType("IVL_TS"),
            Frequency(dosage),
            dosage.Part("route") is { } route ? CdaConcept.Of("routeCode", route, null) : null,
            Dose(dosage),
            El(
                "consumable",
                El(
                    "manufacturedProduct",
                    At("classCode", "MANU"),
                    Template("2.16.840.1.113883.10.20.22.4.23", "2014-06-09"),
                    El("manufacturedMaterial", none
                        ? El("code", Null("NA"), OriginalText(marks.Cell(0)))
                        : CdaConcept.Only("code", concept, marks.Cell(0), CodeSystems.RxNorm)))),
            record.Author(medicine),
            SummaryDosage.Of(medicine).Length > 0 ? Related("COMP", Instructions(marks)) : null,
            AsNeeded(dosage)));
    }

    private static XElement Dose(JsonObject? dosage)
    {
        var doses = dosage.Parts("doseAndRate").ToList();
        if (doses.Select(dose => dose.Part("doseQuantity")).FirstOrDefault(dose => dose is not null) is { } quantity)
            return new(Space + "doseQuantity", Quantities.Parts(quantity));
        var range = doses.Select(dose => SummaryValue.Of(dose, "dose")).OfType<RangeValue>().FirstOrDefault();
        return range is null ? El("doseQuantity", Null()) : new(Space + "doseQuantity", Quantities.Bounds(range));
    }

    /// <summary>Only when there is a reason to: without it a program would read a dose that is always taken.</summary>
    private static XElement? AsNeeded(JsonObject? dosage)
    {
        var reason = dosage.Part("asNeededCodeableConcept");
        if (reason is null && dosage?["asNeededBoolean"]?.ToJsonString() is not "true")
            return null;
        return El(
            "precondition",
            At("typeCode", "PRCN"),
            El("criterion", Template("2.16.840.1.113883.10.20.22.4.25", "2014-06-09"), El("code", At("code", "ASSERTION"), At("codeSystem", "2.16.840.1.113883.5.4")), reason is null ? Cda.Value("CD", Null()) : CdaConcept.Value(reason, null)));
    }

    private static XElement? Frequency(JsonObject? dosage)
    {
        var repeat = dosage.Part("timing").Part("repeat");
        if (repeat?["period"] is not JsonValue period || !period.TryGetValue<decimal>(out var length) || repeat.Text("periodUnit") is not { Length: > 0 } unit)
            return null;
        var times = repeat["frequency"] is JsonValue often && often.TryGetValue<decimal>(out var count) && count > 0 ? count : 1;
        return El(
            "effectiveTime",
            new XAttribute(Xsi + "type", "PIVL_TS"), At("institutionSpecified", "true"), At("operator", "A"),
            Period(length / times, repeat["periodMax"] is JsonValue longest && longest.TryGetValue<decimal>(out var most) && most > length ? most / times : null, unit));
    }

    private static XElement Period(decimal shortest, decimal? longest, string unit) => longest is { } most
        ? El("period", new XAttribute(Xsi + "type", "IVL_PQ"), El("low", Length(shortest, unit)), El("high", Length(most, unit)))
        : El("period", Length(shortest, unit));

    private static object[] Length(decimal value, string unit) => [At("value", value.ToString("0.####", CultureInfo.InvariantCulture)), At("unit", unit)];

    /// <summary>How to take it, in the words of whoever prescribed it, or in ours for what is coded.</summary>
    private static XElement Instructions(RowMarks marks) => El(
        "substanceAdministration",
        At("classCode", "SBADM"), At("moodCode", "INT"),
        El("templateId", At("root", "2.16.840.1.113883.10.20.22.4.147")),
        Code("code", "76662-6", CodeSystems.LoincOid, "LOINC", "Instructions Medication"),
        TextAt(marks.Cell(1)),
        El("consumable", El("manufacturedProduct", El("manufacturedLabeledDrug", Null("NA")))));

    private static XElement AddType(this XElement element, string type)
    {
        element.SetAttributeValue(Xsi + "type", type);
        return element;
    }
}
