using System.Collections.Immutable;
using System.Xml.Linq;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd.Received;

/// <summary>What a document says of a list in its own words.</summary>
/// <param name="Text">The words of its section, or their beginning; empty when there are none.</param>
/// <param name="SaysNone">Whether it says that there is nothing of the kind, such as no known allergies. That nothing is known is something else.</param>
public sealed record ReceivedSaying(string Text, bool SaysNone)
{
    private const int Longest = 300;

    private static readonly (ReceivedKind Kind, string Section, string Template)[] _lists =
    [
        (ReceivedKind.Allergy, "48765-2", "2.16.840.1.113883.10.20.22.4.7"),
        (ReceivedKind.Medication, "10160-0", "2.16.840.1.113883.10.20.22.4.16"),
        (ReceivedKind.Problem, "11450-4", "2.16.840.1.113883.10.20.22.4.4"),
        (ReceivedKind.Immunization, "11369-6", "2.16.840.1.113883.10.20.22.4.52"),
        (ReceivedKind.Procedure, "47519-4", "2.16.840.1.113883.10.20.22.4.14"),
    ];

    /// <summary>Of each list that the document has.</summary>
    public static ImmutableDictionary<ReceivedKind, ReceivedSaying> Of(XElement document)
    {
        var sections = document.Descendants(Space + "section").ToLookup(section => (string?)section.Element(Space + "code")?.Attribute("code") ?? "");
        return _lists
            .Where(list => sections.Contains(list.Section))
            .ToImmutableDictionary(list => list.Kind, list => Of([.. sections[list.Section]], list.Template));
    }

    private static ReceivedSaying Of(XElement[] sections, string template)
    {
        var text = string.Join(' ', sections.Elements(Space + "text").Select(Words).Where(words => words.Length > 0));
        return new(text.Length > Longest ? $"{text[..Longest]}…" : text, sections.Any(section => SaysNoneOf(section, template)));
    }

    /// <summary>Cells and paragraphs are told apart.</summary>
    private static string Words(XElement text) => CdaWords.Plain(string.Join(' ', text.DescendantNodes().OfType<XText>().Select(part => part.Value)));

    private static bool SaysNoneOf(XElement section, string template) => section
        .Elements(Space + "entry").Descendants()
        .Any(entry => entry.Has(template) && (string?)entry.Attribute("negationInd") is "true");
}
