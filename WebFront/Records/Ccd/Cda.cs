using System.Xml;
using System.Xml.Linq;

namespace Portal.WebFront.Records.Ccd;

/// <summary>Elements of the Clinical Document Architecture, written briefly.</summary>
internal static class Cda
{
    public static readonly XNamespace Space = "urn:hl7-org:v3";
    public static readonly XNamespace Sdtc = "urn:hl7-org:sdtc";
    public static readonly XNamespace Xsi = "http://www.w3.org/2001/XMLSchema-instance";

    public static XElement El(string name, params ReadOnlySpan<object?> content) => new(Space + name, content.ToArray());

    public static XAttribute At(string name, string value) => new(name, value);

    public static XAttribute Null(string flavor = "UNK") => new("nullFlavor", flavor);

    public static XElement Value(string type, params ReadOnlySpan<object?> content) => El("value", [new XAttribute(Xsi + "type", type), .. content]);

    /// <summary>A template in the form of C-CDA R1.1, which older readers know, and in that of R2.1.</summary>
    /// <param name="root">Which template.</param>
    /// <param name="extension">Its version.</param>
    /// <param name="hasOlderForm">Whether it was there in R1.1.</param>
    public static object[] Template(string root, string? extension = null, bool hasOlderForm = true)
    {
        var older = El("templateId", At("root", root));
        return extension is null ? [older] : [.. hasOlderForm ? [older] : Array.Empty<object>(), El("templateId", At("root", root), At("extension", extension))];
    }

    public static XElement Id(Guid id) => El("id", At("root", id.ToString()));

    public static XElement Status(string code) => El("statusCode", At("code", code));

    public static XElement Code(string name, string code, string system, string? systemName = null, string? words = null, params ReadOnlySpan<object?> content) => El(
        name,
        [
            At("code", code), At("codeSystem", system),
            systemName is null ? null : At("codeSystemName", systemName),
            words is null ? null : At("displayName", words),
            .. content,
        ]);

    /// <summary>Where the words of an entry stand in the narrative.</summary>
    public static XElement TextAt(string mark) => El("text", Reference(mark));

    public static XElement OriginalText(string mark) => El("originalText", Reference(mark));

    public static XElement Entry(object content, string? type = null) => El("entry", type is null ? null : At("typeCode", type), content);

    public static XElement Related(string type, object content, bool inverted = false) =>
        El("entryRelationship", At("typeCode", type), inverted ? At("inversionInd", "true") : null, content);

    /// <summary>Where a template demands a translation and there is none, it is told that none is known.</summary>
    public static XElement Translated(XElement coded)
    {
        if (!coded.Elements(Space + "translation").Any())
            coded.Add(El("translation", Null()));
        return coded;
    }

    /// <summary>What XML cannot hold is left out, wherever it came from.</summary>
    public static void Cleanse(XDocument document)
    {
        foreach (var element in document.Descendants())
        {
            foreach (var attribute in element.Attributes().Where(attribute => !IsClean(attribute.Value)).ToList())
                attribute.Value = Clean(attribute.Value);
            foreach (var text in element.Nodes().OfType<XText>().Where(text => !IsClean(text.Value)).ToList())
                text.Value = Clean(text.Value);
        }
    }

    private static XElement Reference(string mark) => El("reference", At("value", mark));

    private static bool IsClean(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i]))
                continue;
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
                i++;
            else
                return false;
        }

        return true;
    }

    private static string Clean(string text) =>
        string.Concat(text.EnumerateRunes().Where(rune => rune.Value >= 0x20 || rune.Value is '\t' or '\n' or '\r').Where(rune => rune.Value is not (0xFFFE or 0xFFFF or 0xFFFD)));
}
