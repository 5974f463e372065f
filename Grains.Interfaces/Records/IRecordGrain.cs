using System.Collections.Immutable;
using Orleans.Concurrency;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Interfaces.Records.Subscriptions;

namespace Portal.Grains.Interfaces.Records;

/// <summary>
/// The clinical resources of one patient, as they came. Key: <c>{practice}/{patientId}</c>, or
/// <c>{practice}/_</c> for those that belong to no patient. Each resource is a row that only this grain writes.
/// </summary>
[Alias("portal.records.IRecordGrain")]
public interface IRecordGrain : IGrainWithStringKey
{
    /// <summary>What <see cref="Store"/> would answer for each, without writing; an unchanged one has its version.</summary>
    [Alias("Compare"), AllowedFor(Audience.System)]
    Task<ImmutableArray<StoredMark>> Compare(ImmutableArray<ResourceDraft> resources);

    /// <summary>
    /// Stores each resource as its next version. One with the same content as stored is not written, nor one whose type and
    /// id another patient's record has (<see cref="StoredMark.Elsewhere"/>). Not atomic: after a failure the same call may be
    /// made again.
    /// </summary>
    /// <returns>One mark per resource, in the same order.</returns>
    [Alias("Store"), AllowedFor(Audience.System), Audited("record.store")]
    Task<ImmutableArray<StoredMark>> Store(ImmutableArray<ResourceDraft> resources);

    /// <summary>As <see cref="Store"/> for one, but only over this version; 0 says that there must be none.</summary>
    /// <returns>None when another version is the latest; then nothing is written.</returns>
    [Alias("StoreOver"), AllowedFor(Audience.System), Audited("record.store")]
    Task<StoredMark?> StoreOver(ResourceDraft resource, int version);

    /// <summary>Marks a resource as deleted, which is a version of its own. One that is not there, or is deleted, stays as it is.</summary>
    /// <param name="type">The FHIR type.</param>
    /// <param name="id">The id by FHIR's rule.</param>
    /// <param name="version">Only over this version; none for whatever is the latest.</param>
    /// <returns>None when another version is the latest; then nothing is written.</returns>
    [Alias("Delete"), AllowedFor(Audience.System), Audited("record.delete")]
    Task<StoredMark?> Delete(string type, string id, int? version);

    /// <summary>Of the resources, each <c>Type/id</c>, those that are in no row but made from others when they are read.</summary>
    [Alias("Made"), AllowedFor(Audience.System), ReadOnly]
    Task<ImmutableArray<ServedResource>> Made(ImmutableArray<string> references);

    /// <summary>
    /// One resource; none when it is not stored, or when a patient caller may not see this patient.
    /// </summary>
    [Alias("Read"), AllowedFor(Audience.Person | Audience.Integrator | Audience.System), Audited("record.read", ByOthers = true), ReadOnly]
    Task<StoredResource?> Read(string type, string id);

    /// <summary>
    /// One resource as it is served, the latest version; none when it is not there, or when the caller may not see this
    /// patient, or when the scopes of the caller's app do not reach it. A deleted one says so and has no content.
    /// </summary>
    [Alias("Fetch"), AllowedFor(Audience.Person | Audience.Integrator | Audience.System), Audited("record.read", ByOthers = true), ReadOnly]
    Task<ServedResource?> Fetch(string type, string id);

    /// <summary>One version of a resource, by the same rules as <see cref="Fetch"/>.</summary>
    [Alias("FetchVersion"), AllowedFor(Audience.Person | Audience.Integrator | Audience.System), Audited("record.read", ByOthers = true), ReadOnly]
    Task<ServedResource?> FetchVersion(string type, string id, int version);

    /// <summary>A page of the versions of a resource, the latest first; none when <see cref="Fetch"/> would answer none.</summary>
    [Alias("History"), AllowedFor(Audience.Person | Audience.Integrator | Audience.System), Audited("record.history", ByOthers = true), ReadOnly]
    Task<ResourcesFound?> History(HistoryQuery query);

    /// <summary>
    /// A page of the resources that fit. Only what the caller may see and what the scopes of the caller's app reach is
    /// found, counted and included.
    /// </summary>
    [Alias("Search"), AllowedFor(Audience.Person | Audience.Integrator | Audience.System), Audited("record.search", ByOthers = true), ReadOnly]
    Task<ResourcesFound> Search(ResourceSearch search);

    /// <summary>What a search wants to come along with some of its matches that are here.</summary>
    /// <param name="ids">Ids of the matches.</param>
    /// <param name="search">Their type, and what is to come along.</param>
    [Alias("Around"), AllowedFor(Audience.Staff | Audience.Integrator | Audience.System), ReadOnly]
    Task<ImmutableArray<ServedResource>> Around(ImmutableArray<string> ids, ResourceSearch search);

    /// <summary>A page of the patient's whole record, the Patient first, and what it refers to in the practice.</summary>
    [Alias("Everything"), AllowedFor(Audience.Person | Audience.Integrator | Audience.System), Audited("record.everything", ByOthers = true), ReadOnly]
    Task<ResourcesFound> Everything(EverythingQuery query);

    /// <summary>Writes what was changed about the patient in the portal into the FHIR Patient and its RelatedPersons; made when there is none.</summary>
    /// <param name="changed">Groups of elements: name, birthDate, gender, address, telecom, language, provider, status; of the RelatedPersons: family, relatives (those made here), relatives.name.</param>
    [Alias("ReflectPatient"), AllowedFor(Audience.System), Audited("record.reflect")]
    Task ReflectPatient(ImmutableArray<string> changed);

    /// <summary>
    /// Writes a visit as it stands in the portal into its FHIR Appointment, made when there is none; and, once the patient is
    /// there, into an Encounter, unless another system has told one.
    /// </summary>
    [Alias("ReflectVisit"), AllowedFor(Audience.System), Audited("record.reflect")]
    Task ReflectVisit(string appointmentId);

    /// <summary>The same for the Encounter alone, after another system has told the Appointment: that one stands as it was told.</summary>
    [Alias("ReflectEncounter"), AllowedFor(Audience.System), Audited("record.reflect")]
    Task ReflectEncounter(string appointmentId);

    /// <summary>The id of the conversation that has the first of these messages which the record knows; none when it knows none.</summary>
    /// <param name="messages">Ids of Communications, as they are served.</param>
    [Alias("ConversationOf"), AllowedFor(Audience.System), ReadOnly]
    Task<string?> ConversationOf(ImmutableArray<string> messages);

    /// <summary>The id of the Encounter that a visit takes place as; none for a visit that lies ahead. It is no reading: nothing of it is told.</summary>
    [Alias("EncounterOf"), AllowedFor(Audience.Staff | Audience.System), ReadOnly]
    Task<string?> EncounterOf(string appointmentId);

    /// <summary>
    /// Writes what was changed in the practice's settings into its Organization, Locations, Practitioners, PractitionerRoles
    /// and HealthcareServices; made where there is none. Only of the record of the practice itself.
    /// </summary>
    [Alias("ReflectRoster"), AllowedFor(Audience.System), Audited("record.reflect")]
    Task ReflectRoster(ImmutableArray<RosterChange> changes);

    /// <summary>Those of the resources, each <c>Type/id</c>, that are here and that the caller may have.</summary>
    [Alias("Several"), AllowedFor(Audience.Person | Audience.Integrator | Audience.System), ReadOnly]
    Task<ImmutableArray<ServedResource>> Several(ImmutableArray<string> references);

    /// <summary>
    /// Whether the caller may know that a resource changed, and it fits as it is now or as it was before. Tells nothing of it,
    /// so it is no reading.
    /// </summary>
    [Alias("Concerns"), AllowedFor(Audience.Person | Audience.Integrator | Audience.System), ReadOnly]
    Task<bool> Concerns(ResourceChange change, ImmutableArray<SearchFilter> filters);

    /// <summary>As <see cref="Several"/>, for a notice that tells a subscriber of their changes.</summary>
    [Alias("Notify"), AllowedFor(Audience.Person | Audience.Integrator), Audited("record.notify"), ReadOnly]
    Task<ImmutableArray<ServedResource>> Notify(ImmutableArray<string> references);
}

/// <summary>A resource on its way into the record.</summary>
[GenerateSerializer, Immutable, Alias("portal.records.ResourceDraft")]
public sealed record ResourceDraft
{
    /// <summary>The FHIR type, such as <c>Condition</c>.</summary>
    [Id(0)] public required string Type { get; init; }

    /// <summary>The id by FHIR's rule (<see cref="RecordId.KeySafe"/>).</summary>
    [Id(1)] public required string Id { get; init; }

    /// <summary>The id as it came, when it was not one by FHIR's rule.</summary>
    [Id(2)] public string? OriginalId { get; init; }

    /// <summary>The whole resource as FHIR JSON.</summary>
    [Id(3)] public required string Json { get; init; }

    /// <summary>What lists and filters need.</summary>
    [Id(4)] public ResourceFacts Facts { get; init; } = new();

    /// <summary>
    /// Whether an import brings it: the same content as last time is then no news, also when it was changed here since.
    /// </summary>
    [Id(5)] public bool? Delivered { get; init; }

    /// <summary>The hash of the content as an import brought it, where something is told otherwise here; none where it is what came.</summary>
    [Id(6)] public string? CameAs { get; init; }
}

/// <summary>What lists of resources show and sort by, taken from the resource.</summary>
[GenerateSerializer, Immutable, Alias("portal.records.ResourceFacts")]
public sealed record ResourceFacts
{
    /// <summary>The system of a code that is the id of a RelatedPerson.</summary>
    public const string SamePersonSystem = "same-person";

    /// <summary>When it happened or began: a FHIR date, or a UTC time of fixed width. Empty when it does not say.</summary>
    [Id(0)] public string Date { get; init; } = "";

    /// <summary>Its state, in FHIR's word for the type.</summary>
    [Id(1)] public string Status { get; init; } = "";

    /// <summary>The first category's code.</summary>
    [Id(2)] public string Category { get; init; } = "";

    /// <summary>
    /// What it is about, each as <c>system|code</c>; of a Patient the RelatedPersons that it is too, with
    /// <see cref="SamePersonSystem"/>.
    /// </summary>
    [Id(3)] public ImmutableArray<string> Codes { get; init; } = [];

    /// <summary>What it is about, in words.</summary>
    [Id(4)] public string Title { get; init; } = "";
}

/// <summary>Where a resource stands after a store.</summary>
/// <param name="Saved">What the store did.</param>
/// <param name="Version">Counts the changes, from 1.</param>
/// <param name="LastUpdated">The time of the last change (UTC).</param>
/// <param name="Elsewhere">Nothing was written: another patient's record has this type and id.</param>
/// <param name="IsAsSent">Whether what was stored before has just this content, and nobody has changed it since.</param>
/// <param name="IsNoted">Whether a store had nothing to write at all: of what is unchanged, that an import delivers it may be news.</param>
[GenerateSerializer, Immutable, Alias("portal.records.StoredMark")]
public sealed record StoredMark(
    [property: Id(0)] Saved Saved,
    [property: Id(1)] int Version,
    [property: Id(2)] DateTimeOffset LastUpdated,
    [property: Id(3)] bool Elsewhere = false,
    [property: Id(4)] bool IsNoted = false,
    [property: Id(5)] bool IsAsSent = false);

/// <summary>A stored resource.</summary>
[GenerateSerializer, Immutable, Alias("portal.records.StoredResource")]
public sealed record StoredResource
{
    /// <summary>The patient it belongs to, or <see cref="RecordId.PracticeWide"/>.</summary>
    [Id(0)] public required string PatientId { get; init; }

    /// <summary>The FHIR type.</summary>
    [Id(1)] public required string Type { get; init; }

    /// <summary>The id by FHIR's rule.</summary>
    [Id(2)] public required string Id { get; init; }

    /// <summary>Counts the changes, from 1.</summary>
    [Id(3)] public required int Version { get; init; }

    /// <summary>The time of the last change (UTC).</summary>
    [Id(4)] public required DateTimeOffset LastUpdated { get; init; }

    /// <summary>The resource as FHIR JSON, without needless white space, otherwise as it came.</summary>
    [Id(5)] public required string Json { get; init; }
}
