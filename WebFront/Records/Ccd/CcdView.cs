using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd;

/// <summary>A clinical document as people read it: whose it is, and its sections in their order.</summary>
/// <param name="Title">What it calls itself.</param>
/// <param name="Facts">Of the header: what it is, and its value.</param>
/// <param name="Sections">Those with a text.</param>
public sealed record CcdView(string Title, ImmutableArray<(string Name, string Value)> Facts, ImmutableArray<CcdViewSection> Sections)
{
    /// <summary>Reads any clinical document, our own or another's; none when it is not one.</summary>
    public static CcdView? Of(byte[] xml) => SafeXml.Read(xml)?.Root is { } root && root.Name == Space + "ClinicalDocument" ? Of(root) : null;

    /// <summary>Our own document, however large.</summary>
    public static CcdView Of(KeptCcd document) => Of(SafeXml.ReadWhole(document.Xml)!.Root!);

    private static CcdView Of(XElement document) => new(
        Text(document.Element(Space + "title")) is { Length: > 0 } title ? title : "Clinical document",
        [.. HeaderFacts(document).Where(fact => fact.Item2.Length > 0)],
        [.. Body(document).Concat(PlainBody.Of(document)).Select((section, index) => Section(section, index + 1))]);

    private static IEnumerable<XElement> Body(XElement document) => document
        .Elements(Space + "component").Elements(Space + "structuredBody").Elements(Space + "component").Elements(Space + "section")
        .Where(section => section.Element(Space + "text") is not null);

    private static CcdViewSection Section(XElement section, int number)
    {
        var title = Text(section.Element(Space + "title"));
        if (title.Length == 0)
            title = (string?)section.Element(Space + "code")?.Attribute("displayName") ?? "Section";
        return new($"section-{number.ToString(CultureInfo.InvariantCulture)}", title, section);
    }

    private static IEnumerable<(string, string)> HeaderFacts(XElement document)
    {
        var role = document.Elements(Space + "recordTarget").Elements(Space + "patientRole").FirstOrDefault();
        var patient = role?.Element(Space + "patient");
        yield return ("Patient", Name(patient));
        yield return ("Born", CdaWords.Day(patient?.Element(Space + "birthTime")));
        yield return ("Sex", Words(patient?.Element(Space + "administrativeGenderCode")));
        yield return ("Address", Address(role?.Element(Space + "addr")));
        yield return ("Phone", Phone(role));
        yield return ("Guardian", string.Join(", ", patient?.Elements(Space + "guardian").Elements(Space + "guardianPerson").Select(Name) ?? []));
        yield return ("Kept by", Text(document.Elements(Space + "custodian").Descendants(Space + "name").FirstOrDefault()));
        yield return ("Answered for by", string.Join(", ", document.Elements(Space + "legalAuthenticator").Elements(Space + "assignedEntity").Elements(Space + "assignedPerson").Select(Name)));
        yield return ("Made", CdaWords.Day(document.Element(Space + "effectiveTime")));
        yield return ("Edition", (string?)document.Element(Space + "versionNumber")?.Attribute("value") ?? "");
    }

    private static string Name(XElement? person) => CdaWords.Name(person?.Elements(Space + "name").FirstOrDefault());

    private static string Address(XElement? address) =>
        address is null ? "" : string.Join(", ", address.Elements().Where(part => part.Name.LocalName is not "country").Select(Text).Where(part => part.Length > 0));

    /// <summary>An address of a phone has no spaces; one stands behind the area code.</summary>
    private static string Phone(XElement? role) => role?.Elements(Space + "telecom")
        .Select(telecom => (string?)telecom.Attribute("value") ?? "")
        .FirstOrDefault(value => value.StartsWith("tel:", StringComparison.OrdinalIgnoreCase))?[4..].Replace(")", ") ", StringComparison.Ordinal) ?? "";

    private static string Words(XElement? coded) => (string?)coded?.Attribute("displayName") ?? (string?)coded?.Attribute("code") ?? "";

    private static string Text(XElement? element) => element is null ? "" : CdaWords.Plain(element.Value);
}

/// <summary>One section, to be read.</summary>
/// <param name="Anchor">Unique in the document.</param>
/// <param name="Title">For the heading and the table of contents.</param>
/// <param name="Source">The section itself, as it stands in the document.</param>
public sealed record CcdViewSection(string Anchor, string Title, XElement Source)
{
    private XElement Narrative => Source.Element(Space + "text")!;

    /// <summary>The text as HTML in which only known elements are left.</summary>
    public string Html => NarrativeHtml.Of(Narrative, Anchor);

    /// <summary>The text as paragraphs and tables.</summary>
    public IEnumerable<NarrativeBlock> Blocks => NarrativeBlock.Of(Narrative);
}
