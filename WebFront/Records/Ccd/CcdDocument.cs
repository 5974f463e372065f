using System.Collections.Immutable;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Portal.WebFront.Records.Ccd.Sections;
using Portal.WebFront.Records.Summary;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd;

/// <summary>
/// The Continuity of Care Document (C-CDA R2.1) of a record. It is made from the same snapshot and the same sections as
/// the International Patient Summary, so the two cannot disagree. The same record and edition give the same bytes.
/// </summary>
public static class CcdDocument
{
    public const string Root = "2.16.840.1.113883.10.20.22.1.2";

    /// <summary>In the order in which they are read.</summary>
    internal static ImmutableArray<CcdSection> Sections { get; } =
    [
        Allergies.Section, Medications.Section, Problems.Section, Procedures.Section, Encounters.Section, Immunizations.Section,
        VitalSigns.Section, Portal.WebFront.Records.Ccd.Sections.Results.Section, Devices.Section, SocialHistory.Section, Assessments.Functional,
        Assessments.Mental, Goals.Section, PlanOfTreatment.Section, CareTeams.Section, Payers.Section, Notes.Section,
    ];

    public static byte[] Of(RecordSnapshot snapshot, CcdEdition edition)
    {
        var record = new CcdRecord(snapshot, edition);
        var document = new XDocument(El(
            "ClinicalDocument",
            [
                new XAttribute(XNamespace.Xmlns + "sdtc", Sdtc), new XAttribute(XNamespace.Xmlns + "xsi", Xsi),
                .. CcdHeader.Of(record),
                El("component", El("structuredBody", [.. Sections.Select(section => section.Of(record)).OfType<XElement>().Select(section => El("component", section))])),
            ]));
        Cleanse(document);
        return Write(document);
    }

    private static byte[] Write(XDocument document)
    {
        using var bytes = new MemoryStream();
        using (var writer = XmlWriter.Create(bytes, new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), NewLineHandling = NewLineHandling.Entitize }))
            document.Save(writer);
        return bytes.ToArray();
    }
}
