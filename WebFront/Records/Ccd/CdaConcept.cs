using System.Text.Json.Nodes;
using System.Xml.Linq;
using Portal.WebFront.Records.Summary;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd;

/// <summary>A concept of FHIR as a coded element: one code in front, all others as its translations, the words in the narrative.</summary>
internal static class CdaConcept
{
    /// <param name="name">The element's name.</param>
    /// <param name="concept">The concept, if there is one.</param>
    /// <param name="mark">Where its words stand in the narrative.</param>
    /// <param name="first">Systems in the order in which they are wished for as the code in front.</param>
    public static XElement Of(string name, JsonObject? concept, string? mark, params ReadOnlySpan<string> first) =>
        new(Space + name, Parts(concept, mark, only: false, first));

    /// <summary>The same where a code of the wished systems is demanded: others are translations of one that is not known.</summary>
    public static XElement Only(string name, JsonObject? concept, string? mark, params ReadOnlySpan<string> systems) =>
        new(Space + name, Parts(concept, mark, only: true, systems));

    public static XElement Value(JsonObject? concept, string? mark, params ReadOnlySpan<string> first) =>
        new(Space + "value", [new XAttribute(Xsi + "type", "CD"), .. Parts(concept, mark, only: false, first)]);

    public static XElement OnlyValue(JsonObject? concept, string? mark, params ReadOnlySpan<string> systems) =>
        new(Space + "value", [new XAttribute(Xsi + "type", "CD"), .. Parts(concept, mark, only: true, systems)]);

    /// <summary>The first code of a system; none without one.</summary>
    public static string? CodeIn(JsonObject? concept, string system) =>
        concept.Parts("coding").FirstOrDefault(coding => coding.Text("system") == system) is { } coding && coding.Text("code") is { Length: > 0 } code ? code : null;

    private static List<object> Parts(JsonObject? concept, string? mark, bool only, ReadOnlySpan<string> systems)
    {
        var codings = concept.Parts("coding").Where(coding => IsCode(coding.Text("code")) && coding.Text("system").Length > 0).ToList();
        var front = (JsonObject?)null;
        foreach (var system in systems)
            front ??= codings.Find(coding => coding.Text("system") == system);
        if (!only)
            front ??= codings.FirstOrDefault();
        var words = SummarySections.Words(concept);
        List<object> parts = front is null ? [Null(words.Length > 0 ? "OTH" : "UNK")] : [.. Coded(front, words)];
        if (mark is not null)
            parts.Add(OriginalText(mark));
        parts.AddRange(codings.Where(coding => coding != front).Select(coding => El("translation", [.. Coded(coding, words)])));
        return parts;
    }

    private static IEnumerable<XAttribute> Coded(JsonObject coding, string words)
    {
        var (oid, name) = CodeSystems.Of(coding.Text("system"));
        yield return At("code", coding.Text("code"));
        yield return At("codeSystem", oid);
        yield return At("codeSystemName", name);
        var display = coding.Text("display") is { Length: > 0 } own ? own : words;
        if (display.Length > 0)
            yield return At("displayName", display);
    }

    /// <summary>CDA's codes have no spaces.</summary>
    private static bool IsCode(string code) => code.Length > 0 && !code.Any(char.IsWhiteSpace);
}
