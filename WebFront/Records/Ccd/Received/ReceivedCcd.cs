using System.Collections.Immutable;
using System.Globalization;
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
public sealed record ReceivedCcd(
    string Source, string Made, string MadeAt, string PatientName, string BirthDate, ImmutableArray<ReceivedItem> Items)
{
    private const int MostItems = 500;

    /// <summary>Reads a document; none when it is no clinical document.</summary>
    public static ReceivedCcd? Read(byte[] xml)
    {
        if (SafeXml.Read(xml)?.Root is not { } root || root.Name != Space + "ClinicalDocument")
            return null;
        var patient = root.Elements(Space + "recordTarget").Elements(Space + "patientRole").Elements(Space + "patient").FirstOrDefault();
        var custodian = root.Elements(Space + "custodian").Descendants(Space + "name").FirstOrDefault()?.Value.Trim();
        return new(
            custodian is { Length: > 0 } ? custodian : "another office",
            CdaWords.Day(root.Element(Space + "effectiveTime")),
            CdaReading.Time(root.Element(Space + "effectiveTime")),
            Name(patient?.Element(Space + "name")),
            CdaReading.Time(patient?.Element(Space + "birthTime")),
            [.. ReceivedLists.All.SelectMany(list => ItemsOf(root, list.Kind, list.Read)).Take(MostItems)]);
    }

    private static IEnumerable<ReceivedItem> ItemsOf(XElement root, ReceivedKind kind, Func<XElement, IEnumerable<ReceivedEntry>> read) => root
        .Descendants(Space + "section")
        .SelectMany(read)
        .Where(entry => entry.Words.Length > 0)
        .Select((entry, index) => new ReceivedItem(
            $"{kind.ToString().ToLowerInvariant()}-{(index + 1).ToString(CultureInfo.InvariantCulture)}",
            kind, entry.Words, entry.Detail, entry.Date, entry.Resource));

    private static string Name(XElement? name) => name is null ? "" : string.Join(
        ' ', (name.HasElements ? name.Elements().Where(part => part.Name.LocalName is "given" or "family").Select(part => part.Value) : [name.Value])
            .SelectMany(part => part.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
}
