using System.Globalization;
using System.Text.Json.Nodes;
using Portal.WebFront.Records.Ccd;

namespace Portal.WebFront.Records.Summary;

/// <summary>How a medicine is taken, in words: those of whoever prescribed it, or else made from what is coded.</summary>
internal static class SummaryDosage
{
    /// <summary>The instructions; both resources of medicines have them, under different names.</summary>
    public static IEnumerable<JsonObject> In(JsonObject medicine) => medicine.Parts("dosageInstruction").Concat(medicine.Parts("dosage"));

    public static string Of(JsonObject medicine) => string.Join("; ", In(medicine).Select(Words).Where(words => words.Length > 0));

    private static string Words(JsonObject dosage) => dosage.Text("text") is { Length: > 0 } text ? text : string.Join(", ", new[]
    {
        Dose(dosage),
        SummarySections.Words(dosage["route"]),
        Frequency(dosage.Part("timing")),
        AsNeeded(dosage),
    }.Where(part => part.Length > 0));

    private static string Dose(JsonObject dosage) =>
        dosage.Parts("doseAndRate").Select(dose => SummaryValue.Of(dose, "dose")?.Words ?? "").FirstOrDefault(words => words.Length > 0) ?? "";

    private static string AsNeeded(JsonObject dosage) =>
        SummarySections.Words(dosage["asNeededCodeableConcept"]) is { Length: > 0 } reason ? $"as needed for {reason}"
        : dosage["asNeededBoolean"]?.ToJsonString() is "true" ? "as needed" : "";

    private static string Frequency(JsonObject? timing)
    {
        if (Repeat(timing) is not var (times, length, unit))
            return SummarySections.Words(timing?["code"]);
        var often = times is 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"{times} times");
        if (timing.Part("repeat")?["periodMax"] is JsonValue longest && longest.TryGetValue<decimal>(out var most) && most > length)
            return string.Create(CultureInfo.InvariantCulture, $"{often} every {length} to {most} {unit}s");
        return length is 1
            ? $"{often} every {unit}"
            : string.Create(CultureInfo.InvariantCulture, $"{often} every {length} {unit}s");
    }

    private static (decimal Times, decimal Length, string Unit)? Repeat(JsonObject? timing)
    {
        var repeat = timing.Part("repeat");
        var unit = UnitOf(repeat.Text("periodUnit"));
        if (unit.Length == 0 || repeat!["period"] is not JsonValue period || !period.TryGetValue<decimal>(out var length))
            return null;
        return (repeat["frequency"] is JsonValue often && often.TryGetValue<decimal>(out var count) && count > 0 ? count : 1, length, unit);
    }

    private static string UnitOf(string code) => code switch
    {
        "s" => "second",
        "min" => "minute",
        "h" => "hour",
        "d" => "day",
        "wk" => "week",
        "mo" => "month",
        "a" => "year",
        _ => "",
    };
}
