using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Portal.WebFront.Records.Summary;
using static Portal.WebFront.Records.Ccd.Cda;

namespace Portal.WebFront.Records.Ccd;

/// <summary>What a document is made from: a patient's record, and which edition it becomes.</summary>
internal sealed class CcdRecord(RecordSnapshot snapshot, CcdEdition edition)
{
    private static readonly string[] _writers = ["recorder", "requester", "asserter", "informationSource", "author"];

    public CcdEdition Edition { get; } = edition;

    public ImmutableArray<JsonObject> Resources => snapshot.Resources;

    public JsonObject Patient => snapshot.Patient;

    public JsonObject Practice => snapshot.Practice;

    public JsonObject? Signer => snapshot.Signer;

    public Guid IdOf(JsonObject resource, string part = "") => Edition.IdOf(resource.ReferenceOf() + part);

    public TimeZoneInfo Zone => snapshot.Zone;

    public JsonObject? MedicineOf(JsonObject taken) => snapshot.MedicineOf(taken);

    /// <summary>
    /// The id of somebody whom a resource names. Of whom only the words are told, the words tell one from the other; what
    /// is a part of the resource has its name within that alone.
    /// </summary>
    /// <param name="who">The reference.</param>
    /// <param name="within">The id of what names it.</param>
    public Guid IdOf(JsonObject? who, Guid within) => who.Text("reference") switch
    {
        "" when who.Text("display") is { Length: > 0 } words => Edition.IdOf($"display/{words}"),
        "" or ['#', ..] => Edition.IdOf($"{within}/{who.Text("reference")}"),
        var reference => Edition.IdOf(reference),
    };

    public JsonObject? Find(JsonObject? reference) => snapshot.Find(reference.Text("reference"));

    /// <summary>Who wrote an entry down, and when: as far as the resource says both.</summary>
    public XElement? Author(JsonObject resource)
    {
        var at = resource.First("recordedDate", "authoredOn", "dateAsserted", "issued");
        var who = _writers.SelectMany(writer => resource.Parts(writer)).FirstOrDefault(IsProvider);
        if (at is null || who is null || CdaTime.Of(CdaTime.Start(at)) is not { } time)
            return null;
        var provider = Find(who);
        return El(
            "author",
            Template("2.16.840.1.113883.10.20.22.4.119"),
            El("time", At("value", time)),
            El(
                "assignedAuthor",
                CdaPeople.ProviderIds(provider, IdOf(who, IdOf(resource))),
                El("assignedPerson", CdaPeople.ProviderName(provider, who.Text("display"))),
                Organization("representedOrganization")));
    }

    /// <param name="resource">What names the provider.</param>
    /// <param name="who">The reference.</param>
    /// <param name="functionType">In what the provider takes part, where that must be said.</param>
    public XElement? Performer(JsonObject resource, JsonObject? who, string? functionType = null) => who is null || !IsProvider(who) ? null : El(
        "performer", functionType is null ? null : At("typeCode", functionType), AssignedEntity(resource, who));

    public XElement AssignedEntity(JsonObject resource, JsonObject who)
    {
        var provider = Find(who);
        return El(
            "assignedEntity",
            CdaPeople.ProviderIds(provider, IdOf(who, IdOf(resource))),
            CdaPeople.Address(Practice),
            CdaPeople.Telecoms(Practice).First(),
            El("assignedPerson", CdaPeople.ProviderName(provider, who.Text("display"))),
            Organization("representedOrganization"));
    }

    public XElement Organization(string name) => El(
        name,
        Id(Edition.PracticeRoot),
        El("name", Practice.Text("name")),
        CdaPeople.Telecoms(Practice).First(),
        CdaPeople.Address(Practice));

    private static bool IsProvider(JsonObject who) =>
        who.Text("reference").Contains("Practitioner", StringComparison.Ordinal) || (who.Text("reference").Length == 0 && who.Text("display").Length > 0);
}
