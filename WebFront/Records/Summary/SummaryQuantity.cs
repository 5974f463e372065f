using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portal.WebFront.Records.Ccd;

namespace Portal.WebFront.Records.Summary;

/// <summary>A number with its unit, for people and for programs.</summary>
/// <param name="Number">As precise as it was told.</param>
/// <param name="Comparator">As FHIR writes it; empty when the value is just this one.</param>
/// <param name="Unit">In words.</param>
/// <param name="Ucum">The unit's code of UCUM: empty for a mere number, none for a unit that has no such code.</param>
internal sealed partial record SummaryQuantity(string Number, string Comparator, string Unit, string? Ucum)
{
    private const string UcumSystem = "http://unitsofmeasure.org";

    public string Words => $"{Comparator}{Number} {ReadableUnit()}".Trim();

    /// <summary>None when no number is told.</summary>
    public static SummaryQuantity? Of(JsonObject? quantity)
    {
        if (quantity?["value"] is not JsonValue value || !value.TryGetValue<decimal>(out var number))
            return null;
        var (code, unit) = (quantity.Text("code"), quantity.Text("unit"));
        return new(
            number.ToString(CultureInfo.InvariantCulture), quantity.Text("comparator"), unit.Length > 0 ? unit : code is "1" ? "" : code,
            UcumOf(quantity, code, unit));
    }

    /// <summary>UCUM's marks are for programs: what stands in braces is a word beside the unit, or in place of one.</summary>
    private string ReadableUnit() => Braces().Replace(
        BracesBeside().Replace(Unit.Replace("[Hg]", "Hg", StringComparison.Ordinal), ""),
        words => words.Groups[1].Value.Replace('_', ' '));

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex Braces();

    [GeneratedRegex(@"(?<=[\w%\]])\{[^{}]*\}")]
    private static partial Regex BracesBeside();

    private static string? UcumOf(JsonObject quantity, string code, string unit)
    {
        if (code.Length == 0)
            return unit.Length == 0 ? "" : null;
        if (quantity.Text("system") is not (UcumSystem or "") || code.Any(char.IsWhiteSpace))
            return null;
        return code is "1" ? "" : code;
    }
}
