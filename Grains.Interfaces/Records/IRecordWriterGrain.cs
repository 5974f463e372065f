using System.Collections.Immutable;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.Grains.Interfaces.Records;

/// <summary>
/// Takes single resources from the practice's own system, one after the other. Key: <c>{practice}/{patientId}</c>, or
/// <c>{practice}/_</c> for what belongs to no patient. A resource that is made on a condition
/// (<see cref="WriteResource.Unless"/>) is sent there too, and handed on: so two of those never both find that there is
/// none yet.
/// </summary>
[Alias("portal.records.IRecordWriterGrain")]
public interface IRecordWriterGrain : IGrainWithStringKey
{
    /// <summary>
    /// Does what the resource means to the portal and stores it as its next version, like an import of one entry. After a
    /// failure the same call may be made again.
    /// </summary>
    [Alias("Write"), AllowedFor(Audience.Administrator | Audience.Integrator), Audited("record.write")]
    Task<WriteOutcome> Write(WriteResource command);

    /// <summary>
    /// Takes a resource back; its history stays. Done again it changes nothing. Refused for what means more to the portal
    /// than being stored (<see cref="DeleteResource.Keeps"/>).
    /// </summary>
    [Alias("Delete"), AllowedFor(Audience.Administrator | Audience.Integrator), Audited("record.delete")]
    Task<WriteOutcome> Delete(DeleteResource command);
}

/// <summary>A resource to be created or to become the next version.</summary>
/// <param name="Item">The resource and what it means to the portal.</param>
/// <param name="IfVersion">Only when this is the latest version (<c>If-Match</c>); 0 when there must be none (<c>If-None-Match: *</c>).</param>
/// <param name="Unless">Only when nothing fits (<c>If-None-Exist</c>).</param>
[GenerateSerializer, Immutable, Alias("portal.records.WriteResource")]
public sealed record WriteResource(
    [property: Id(0)] ImportItem Item,
    [property: Id(1)] int? IfVersion = null,
    [property: Id(2)] WriteCondition? Unless = null);

/// <summary>What must not be there yet.</summary>
/// <param name="Search">The search that would find it.</param>
/// <param name="PatientId">The record it is searched in, <see cref="RecordId.PracticeWide"/> for the practice's own; none for those of all patients.</param>
[GenerateSerializer, Immutable, Alias("portal.records.WriteCondition")]
public sealed record WriteCondition([property: Id(0)] ResourceSearch Search, [property: Id(1)] string? PatientId);

/// <summary>A resource to be taken back.</summary>
/// <param name="PatientId">The patient it belongs to, or <see cref="RecordId.PracticeWide"/>.</param>
/// <param name="Type">The FHIR type.</param>
/// <param name="Id">The id by FHIR's rule.</param>
/// <param name="IfVersion">Only when this is the latest version (<c>If-Match</c>).</param>
[GenerateSerializer, Immutable, Alias("portal.records.DeleteResource")]
public sealed record DeleteResource(
    [property: Id(0)] string PatientId,
    [property: Id(1)] string Type,
    [property: Id(2)] string Id,
    [property: Id(3)] int? IfVersion = null)
{
    /// <summary>
    /// What the portal has a life of its own for: people, visits, messages and the practice itself end by their status
    /// and not by being deleted.
    /// </summary>
    public static readonly ImmutableHashSet<string> Keeps =
    [
        "Account", "Appointment", "Communication", "HealthcareService", "Location", "Organization", "Patient", "Practitioner",
        "PractitionerRole", "RelatedPerson",
    ];
}

/// <summary>What became of a write.</summary>
[GenerateSerializer, Alias("portal.records.WriteResult")]
public enum WriteResult
{
    /// <summary>It is there now, and was not before.</summary>
    Created,

    /// <summary>It has a next version.</summary>
    Updated,

    /// <summary>It was stored with the same content already, or was deleted already.</summary>
    Unchanged,

    /// <summary>It was deleted.</summary>
    Deleted,

    /// <summary>Nothing was written: one that fits the condition is there already.</summary>
    Found,

    /// <summary>Nothing was written: another version is the latest, or there is none.</summary>
    OtherVersion,

    /// <summary>Nothing was written: several fit the condition.</summary>
    SeveralFound,

    /// <summary>Nothing was written: the scopes of the caller's app do not reach it.</summary>
    Forbidden,

    /// <summary>Nothing was written: there is no such resource.</summary>
    Unknown,

    /// <summary>Nothing was written: the condition would have to look through too many resources.</summary>
    TooCostly,

    /// <summary>Nothing was written: <see cref="WriteOutcome.Problems"/> says why.</summary>
    Refused,
}

/// <summary>What became of a write.</summary>
[GenerateSerializer, Immutable, Alias("portal.records.WriteOutcome")]
public sealed record WriteOutcome
{
    /// <summary>What became of it.</summary>
    [Id(0)] public required WriteResult Result { get; init; }

    /// <summary>The resource as it stands now, when there is one.</summary>
    [Id(1)] public ServedResource? Resource { get; init; }

    /// <summary>Why it was refused, or what it does not come to mean although it is stored.</summary>
    [Id(2)] public ImmutableArray<ImportProblem> Problems { get; init; } = [];

    /// <summary>Whether the resource is now as the caller wanted it.</summary>
    public bool Wrote => Result <= WriteResult.Found;
}
