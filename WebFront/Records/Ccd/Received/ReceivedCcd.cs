using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd.Received;

/// <summary>A clinical document of another office: from whom, about whom, and what of it the record could take over.</summary>
/// <param name="Source">The office that keeps it.</param>
/// <param name="Made">The day it was made, in words.</param>
/// <param name="MadeAt">The same as FHIR writes it; empty when it is not told.</param>
/// <param name="PatientName">About whom it says to be.</param>
/// <param name="BirthDate">The birth date that it gives, as FHIR writes it.</param>
/// <param name="Items">In the order of the lists and of the document.</param>
/// <param name="Unread">How many entries of the lists are not among the items: those beyond the bound, and those that make no valid resource.</param>
/// <param name="Elsewhere">The titles of sections with coded entries that are no items, not all of them; and of what was refused.</param>
public sealed record ReceivedCcd(
    string Source, string Made, string MadeAt, string PatientName, string BirthDate,
    ImmutableArray<ReceivedItem> Items, int Unread, ImmutableArray<string> Elsewhere)
{
    /// <summary>More than anybody chooses from at once.</summary>
    public const int MostItems = 500;

    private const int LongestName = 200;

    /// <summary>The given names, as the document tells them.</summary>
    public ImmutableArray<string> Given { get; init; } = [];

    public string Family { get; init; } = "";

    /// <summary><c>male</c> or <c>female</c> as FHIR writes it; empty when neither is told.</summary>
    public string Sex { get; init; } = "";

    /// <summary>What it calls itself; empty when it has no title.</summary>
    public string Title { get; init; } = "";

    /// <summary>Whether it is a text or a file and has no sections: then there are no lists to take over from.</summary>
    public bool IsUnstructured { get; init; }

    /// <summary>What it says of the lists of which nothing can be taken over.</summary>
    public ImmutableDictionary<ReceivedKind, ReceivedSaying> Sayings { get; init; } = ImmutableDictionary<ReceivedKind, ReceivedSaying>.Empty;

    /// <summary>The birth date in words; empty when it is not told.</summary>
    public string BirthDay { get; init; } = "";

    /// <summary>Reads a document; none when it is no clinical document.</summary>
    /// <param name="xml">Its bytes.</param>
    /// <param name="today">What ended before is over.</param>
    public static ReceivedCcd? Read(byte[] xml, DateOnly today)
    {
        if (SafeXml.Read(xml)?.Root is not { } root || root.Name != Space + "ClinicalDocument")
            return null;
        var patient = root.Elements(Space + "recordTarget").Elements(Space + "patientRole").Elements(Space + "patient").FirstOrDefault();
        var custodian = root.Elements(Space + "custodian").Descendants(Space + "name").FirstOrDefault()?.Value.Trim();
        var sections = root.Descendants(Space + "section").Where(section => section.Elements(Space + "entry").Any()).ToList();
        var found = new ReceivedLists(today).All.SelectMany(list => sections.SelectMany(section => ItemsOf(section, list.Kind, list.Read))).ToList();
        var items = Numbered(found.Where(entry => IsStorable(entry.Item)).Take(MostItems).Select(entry => entry.Item));
        var name = patient?.Element(Space + "name");
        return new(
            custodian is { Length: > 0 } ? Clipped(custodian) : "another office",
            CdaWords.Day(root.Element(Space + "effectiveTime")),
            CdaReading.Time(root.Element(Space + "effectiveTime")),
            CdaWords.Name(name),
            CdaReading.Time(patient?.Element(Space + "birthTime")),
            items,
            found.Count - items.Length,
            Others(sections, [.. found.Select(entry => entry.From)]))
        {
            Given = [.. name?.Elements(Space + "given").Select(given => given.Value.Trim()).Where(given => given.Length > 0) ?? []],
            Title = Clipped(CdaWords.Plain(root.Element(Space + "title")?.Value ?? "")),
            IsUnstructured = root.Elements(Space + "component").Elements(Space + "nonXMLBody").Any(),
            Sayings = ReceivedSaying.Of(root),
            BirthDay = CdaWords.Day(patient?.Element(Space + "birthTime")),
            Sex = (string?)patient?.Element(Space + "administrativeGenderCode")?.Attribute("code") switch { "M" => "male", "F" => "female", _ => "" },
            Family = name?.Element(Space + "family")?.Value.Trim() ?? "",
        };
    }

    /// <summary>What the document has beside the items, by the titles of its sections: an implant among procedures is one.</summary>
    private static ImmutableArray<string> Others(IEnumerable<XElement> sections, ImmutableArray<XElement> items)
    {
        var covered = items.SelectMany(item => item.Ancestors(Space + "entry")).ToHashSet();
        return [.. sections
            .Where(section => IsList(section) ? HasRefused(section) : section.Elements(Space + "entry").Any(entry => !covered.Contains(entry)))
            .Select(section => (Title: TitleOf(section), IsList: IsList(section), InPart: section.Elements(Space + "entry").Any(covered.Contains)))
            .Where(other => other.Title.Length > 0)
            .Select(other => other.IsList ? $"{other.Title} (what was refused)" : other.InPart ? $"{other.Title} (in part)" : other.Title)];
    }

    /// <summary>A vaccine that was not given.</summary>
    private static bool HasRefused(XElement section) => section.Elements(Space + "entry").Elements(Space + "substanceAdministration")
        .Any(given => (string?)given.Attribute("moodCode") is "EVN" && (string?)given.Attribute("negationInd") is "true" && given.Has("2.16.840.1.113883.10.20.22.4.52"));

    private static IEnumerable<(XElement From, ReceivedItem Item)> ItemsOf(XElement section, ReceivedKind kind, Func<XElement, IEnumerable<ReceivedEntry>> read) =>
        read(section)
            .Where(entry => entry.Words.Length > 0)
            .Select(entry => (entry.From, new ReceivedItem("", kind, entry.Words, entry.Detail, entry.Date, entry.Resource)));

    /// <summary>What the document codes otherwise than FHIR allows is not taken over: the same is demanded of it as of an import.</summary>
    private static bool IsStorable(ReceivedItem item)
    {
        var resource = item.Resource.DeepClone().AsObject();
        resource["id"] = "item";
        resource[item.PatientElement] = new JsonObject { ["reference"] = "Patient/somebody" };
        return InputReader.OfResource(resource.Text("resourceType"), resource.ToJsonString()).Problems.IsEmpty;
    }

    /// <summary>Each is known by its list and its place there.</summary>
    private static ImmutableArray<ReceivedItem> Numbered(IEnumerable<ReceivedItem> items) => [.. items
        .GroupBy(item => item.Kind)
        .SelectMany(list => list.Select((item, index) => item with
        {
            Key = $"{item.Kind.ToString().ToLowerInvariant()}-{(index + 1).ToString(CultureInfo.InvariantCulture)}",
        }))];

    private static bool IsList(XElement section) =>
        (string?)section.Element(Space + "code")?.Attribute("code") is "48765-2" or "10160-0" or "11450-4" or "11348-0" or "75310-3" or "11369-6" or "47519-4";

    private static string TitleOf(XElement section) => section.Element(Space + "title")?.Value.Trim() is { Length: > 0 } title
        ? Clipped(title)
        : (string?)section.Element(Space + "code")?.Attribute("displayName") ?? "";

    private static string Clipped(string text) => text.Length > LongestName ? text[..LongestName] : text;
}
