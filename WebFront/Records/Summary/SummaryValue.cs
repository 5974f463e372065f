using System.Text.Json.Nodes;
using Portal.WebFront.Records.Ccd;

namespace Portal.WebFront.Records.Summary;

/// <summary>
/// What was found, whatever type FHIR gives it. The words of a summary and its coded entries are both made from this, so
/// that neither says what the other does not.
/// </summary>
/// <param name="Words">For people.</param>
internal abstract record SummaryValue(string Words)
{
    private static readonly string[] _types =
        ["Quantity", "CodeableConcept", "Range", "Ratio", "Period", "Integer", "Boolean", "DateTime", "Time", "String"];

    /// <summary>The value of an observation, or of what else has one under several types; none when it tells none.</summary>
    /// <param name="of">What has the value.</param>
    /// <param name="name">What the names of all types begin with.</param>
    public static SummaryValue? Of(JsonObject of, string name = "value") => _types
        .Select(type => of[name + type] is { } told ? Of(type, told) : null)
        .FirstOrDefault(value => value is not null);

    private static SummaryValue? Of(string type, JsonNode told) => (type, told) switch
    {
        ("Quantity", JsonObject quantity) => SummaryQuantity.Of(quantity) is { } measured ? new MeasuredValue(measured) : null,
        ("CodeableConcept", JsonObject concept) => new CodedValue(concept),
        ("Range", JsonObject range) => RangeValue.Of(range),
        ("Ratio", JsonObject ratio) => new TextValue($"{SummaryQuantity.Of(ratio.Part("numerator"))?.Words} : {SummaryQuantity.Of(ratio.Part("denominator"))?.Words}"),
        ("Period", JsonObject period) => new PeriodValue(period),
        ("Integer", JsonValue number) => new NumberValue(number.ToJsonString()),
        ("Boolean", JsonValue yes) => yes.TryGetValue<bool>(out var isSo) ? new YesOrNoValue(isSo) : null,
        ("DateTime", JsonValue time) => new TimeValue(time.ToString()),
        (_, JsonValue text) => new TextValue(text.ToString()),
        _ => null,
    };
}

internal sealed record MeasuredValue(SummaryQuantity Quantity) : SummaryValue(Quantity.Words);

internal sealed record CodedValue(JsonObject Concept) : SummaryValue(SummarySections.Words(Concept));

internal sealed record RangeValue(SummaryQuantity? Low, SummaryQuantity? High) : SummaryValue(InWords(Low, High))
{
    public static RangeValue? Of(JsonObject range) => (SummaryQuantity.Of(range.Part("low")), SummaryQuantity.Of(range.Part("high"))) switch
    {
        (null, null) => null,
        var (low, high) => new(low, high),
    };

    private static string InWords(SummaryQuantity? low, SummaryQuantity? high) =>
        low is null ? $"up to {high!.Words}" : high is null ? $"from {low.Words}" : $"{low.Words} to {high.Words}";
}

internal sealed record PeriodValue(JsonObject Period) : SummaryValue(SummaryTimes.Span(Period.Text("start"), Period.Text("end")));

internal sealed record NumberValue(string Number) : SummaryValue(Number);

internal sealed record YesOrNoValue(bool IsSo) : SummaryValue(IsSo ? "Yes" : "No");

internal sealed record TimeValue(string At) : SummaryValue(SummaryTimes.Moment(At));

internal sealed record TextValue(string Text) : SummaryValue(Text);
