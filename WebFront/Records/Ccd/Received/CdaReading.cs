using System.Text.Json.Nodes;
using System.Xml.Linq;
using Portal.WebFront.Records.Summary;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd.Received;

/// <summary>Elements of CDA as FHIR has them: the way back of what the generator writes.</summary>
internal static class CdaReading
{
    private const int LongestWords = 500;

    /// <summary>Of what is told at length, such as a dosage.</summary>
    private const int LongestText = 2_000;

    /// <summary>A point in time, or where a span begins; empty when it is not told.</summary>
    public static string Time(XElement? time)
    {
        var value = (string?)time?.Attribute("value") ?? (string?)time?.Element(Space + "low")?.Attribute("value") ?? "";
        var digits = string.Concat(value.TakeWhile(char.IsAsciiDigit));
        return digits.Length switch
        {
            >= 8 when IsDay(digits[..8]) => $"{digits[..4]}-{digits[4..6]}-{digits[6..8]}",
            6 or 7 when IsDay(digits[..6] + "01") => $"{digits[..4]}-{digits[4..6]}",
            4 or 5 => digits[..4],
            _ => "",
        };
    }

    public static string End(XElement? time)
    {
        var high = time?.Element(Space + "high");
        return high is null ? "" : Time(high);
    }

    public static bool Has(this XElement element, string templateRoot) =>
        element.Elements(Space + "templateId").Any(template => (string?)template.Attribute("root") == templateRoot);

    public static IEnumerable<XElement> WithTemplate(this XElement section, string name, string templateRoot) =>
        section.Elements(Space + "entry").Descendants(Space + name).Where(element => element.Has(templateRoot));

    /// <summary>A coded element as a concept; without words of its own it has those of the narrative at which it points.</summary>
    public static JsonObject Concept(XElement? coded)
    {
        var concept = new JsonObject();
        if (coded is null)
            return concept;
        var codings = coded.Elements(Space + "translation").Prepend(coded).Select(Coding).OfType<JsonNode>().ToArray();
        if (codings.Length > 0)
            concept["coding"] = new JsonArray(codings);
        var words = concept.Parts("coding").Select(coding => coding.Text("display")).FirstOrDefault(display => display.Length > 0) ?? Words(coded);
        if (words.Length == 0)
            words = SummarySections.Words(concept);
        if (words.Length > 0)
            concept["text"] = Clipped(words, LongestWords);
        return concept;
    }

    /// <summary>As <see cref="Concept"/>, but a code of SNOMED CT without words is not taken for words: nobody reads it.</summary>
    public static JsonObject Place(XElement coded)
    {
        var place = Concept(coded);
        if (place.Parts("coding").Any(coding => coding.Text("system") is CodeSystems.Snomed && coding.Text("code") == place.Text("text")))
            place.Remove("text");
        return place;
    }

    /// <summary>What an element says in words: itself, or the place of the narrative at which it points.</summary>
    public static string Words(XElement? element)
    {
        var text = element?.Name.LocalName is "text" ? element : element?.Element(Space + "originalText");
        if (text is null)
            return "";
        var mark = ((string?)text.Element(Space + "reference")?.Attribute("value") ?? "").TrimStart('#');
        if (mark.Length == 0)
            return Clipped(CdaWords.Plain(text.Value), LongestText);
        return text.Ancestors(Space + "section").FirstOrDefault() is { } section ? Named(section).GetValueOrDefault(mark)?.Value ?? "" : "";
    }

    /// <summary>The named parts of a section's narrative: walked through and read once, however many entries point at them.</summary>
    private static Dictionary<string, Lazy<string>> Named(XElement section)
    {
        if (section.Annotation<Dictionary<string, Lazy<string>>>() is { } known)
            return known;
        var named = new Dictionary<string, Lazy<string>>(StringComparer.Ordinal);
        foreach (var part in section.Elements(Space + "text").Take(1).Descendants())
        {
            if ((string?)part.Attribute("ID") is { } name)
                named.TryAdd(name, new(() => Clipped(CdaWords.Plain(part.Value), LongestText)));
        }

        section.AddAnnotation(named);
        return named;
    }

    private static string Clipped(string text, int longest) => text.Length > longest ? text[..longest] : text;

    private static JsonObject? Coding(XElement coded)
    {
        var code = ((string?)coded.Attribute("code"))?.Trim() ?? "";
        var system = ((string?)coded.Attribute("codeSystem"))?.Trim() ?? "";
        if (code.Length == 0 || system.Length == 0 || code.Any(char.IsWhiteSpace) || system.Any(char.IsWhiteSpace))
            return null;
        var coding = new JsonObject { ["system"] = CodeSystems.UriOf(system, (string?)coded.Attribute("codeSystemName")), ["code"] = code };
        if (((string?)coded.Attribute("displayName"))?.Trim() is { Length: > 0 } display)
            coding["display"] = display;
        return coding;
    }

    private static bool IsDay(string digits) => DateOnly.TryParseExact(
        digits, "yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out _);
}
