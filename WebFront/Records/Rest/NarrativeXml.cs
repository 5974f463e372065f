using System.Net;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Hl7.Fhir.Model;

namespace Portal.WebFront.Records.Rest;

/// <summary>
/// Narratives are kept as they came, and JSON holds them as a text. In XML they are elements: one that is not well-formed
/// would make the whole answer unreadable, or say what the resource does not.
/// </summary>
internal static partial class NarrativeXml
{
    private static readonly XNamespace _xhtml = "http://www.w3.org/1999/xhtml";

    public static void Mend(Base resource)
    {
        foreach (var narrative in Narratives(resource))
        {
            if (narrative.Div is { Length: > 0 } div && !IsSound(div))
                narrative.Div = Sound(div);
        }
    }

    private static IEnumerable<Narrative> Narratives(Base element) => element is Narrative narrative
        ? [narrative]
        : element.EnumerateElements().SelectMany(child => child.Value switch
        {
            Base one => Narratives(one),
            IEnumerable<Base> several => several.SelectMany(Narratives),
            _ => [],
        });

    /// <summary>With the names of characters that XML does not know written out; where that does not help, its words.</summary>
    private static string Sound(string div)
    {
        var spelled = NamePattern().Replace(div, name => name.Value is "&amp;" or "&lt;" or "&gt;" or "&quot;" or "&apos;" ? name.Value : WebUtility.HtmlDecode(name.Value));
        return IsSound(spelled)
            ? spelled
            : new XElement(_xhtml + "div", Storable(WebUtility.HtmlDecode(TagPattern().Replace(spelled, " "))).Trim()).ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>A character may be named that no XML can have.</summary>
    private static string Storable(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => !rune.IsBmp || XmlConvert.IsXmlChar((char)rune.Value) ? rune.ToString() : "\uFFFD"));

    private static bool IsSound(string div)
    {
        // What may stand before the root of a document has no place within another one.
        if (div.StartsWith("<?", StringComparison.Ordinal))
            return false;
        try
        {
            using var reader = XmlReader.Create(new StringReader(div), new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XElement.Load(reader).Name == _xhtml + "div";
        }
        catch (XmlException)
        {
            // It is somebody's text, and this is how it is found out that it is no XML.
            return false;
        }
    }

    [GeneratedRegex("&[A-Za-z][A-Za-z0-9]*;")]
    private static partial Regex NamePattern();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex TagPattern();
}
