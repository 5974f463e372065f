using System.Collections.Immutable;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.Grains.Interfaces.Records;

/// <summary>Finds stored resources of one practice. Key: <c>{practice}/records</c>. Stateless: it reads the rows.</summary>
[Alias("portal.records.IRecordDirectoryGrain")]
public interface IRecordDirectoryGrain : IGrainWithStringKey
{
    /// <summary>The id part of the key.</summary>
    const string Id = "records";

    /// <summary>Of the references, each <c>Type/id</c>, those that no stored resource answers to.</summary>
    [Alias("Missing"), AllowedFor(Audience.Administrator | Audience.Integrator | Audience.System)]
    Task<ImmutableArray<string>> Missing(ImmutableArray<string> references);

    /// <summary>To whom stored resources belong. What is not stored is left out.</summary>
    /// <param name="references">Each <c>Type/id</c>.</param>
    [Alias("Owners"), AllowedFor(Audience.Administrator | Audience.Integrator | Audience.System)]
    Task<ImmutableArray<OwnedResource>> Owners(ImmutableArray<string> references);

    /// <summary>Which stored Patients say that they are one of these RelatedPersons.</summary>
    /// <param name="relatedPersonIds">Ids of RelatedPersons, stored or not.</param>
    [Alias("SamePersons"), AllowedFor(Audience.Administrator | Audience.Integrator | Audience.System)]
    Task<ImmutableArray<SamePerson>> SamePersons(ImmutableArray<string> relatedPersonIds);

    /// <summary>Resources that are looked through for a total, when the database alone cannot tell it.</summary>
    const int MostCounted = 10_000;

    /// <summary>Resources of one patient and type, the latest date first.</summary>
    [Alias("List"), AllowedFor(Audience.Staff | Audience.Integrator | Audience.System), Audited("record.list")]
    Task<ResourcePage> List(ResourceQuery query);

    /// <summary>
    /// A page of the resources of all patients that fit, ordered by patient and id; there is no other order. It looks at a
    /// bounded number of rows, with an identifier only at those that have it, and finds fewer when others are to come with
    /// them: a page may be short and still have a next one. No total. With a size of 0 only the total is told; none when
    /// there are more than <see cref="MostCounted"/> to look through. What is <see cref="ResourceSearch.IsOfRecords"/> is not
    /// counted here.
    /// </summary>
    [Alias("Search"), AllowedFor(Audience.Staff | Audience.Integrator | Audience.System), Audited("record.search_all")]
    Task<ResourcesFound> Search(ResourceSearch search);
}

/// <summary>Asks for resources of one patient.</summary>
/// <param name="PatientId">The patient, or <see cref="RecordId.PracticeWide"/>.</param>
/// <param name="Type">The FHIR type.</param>
/// <param name="After">The cursor of the page before, or none.</param>
/// <param name="Size">Rows wanted, 1 to 100.</param>
[GenerateSerializer, Immutable, Alias("portal.records.ResourceQuery")]
public sealed record ResourceQuery(
    [property: Id(0)] string PatientId,
    [property: Id(1)] string Type,
    [property: Id(2)] string? After = null,
    [property: Id(3)] int Size = 50);

/// <summary>A stored resource and its patient.</summary>
/// <param name="Reference">The resource, as <c>Type/id</c>.</param>
/// <param name="PatientId">The patient, or <see cref="RecordId.PracticeWide"/>.</param>
[GenerateSerializer, Immutable, Alias("portal.records.OwnedResource")]
public sealed record OwnedResource([property: Id(0)] string Reference, [property: Id(1)] string PatientId);

/// <summary>A Patient that is a RelatedPerson of others too.</summary>
/// <param name="RelatedPersonId">The RelatedPerson.</param>
/// <param name="PatientId">The Patient.</param>
[GenerateSerializer, Immutable, Alias("portal.records.SamePerson")]
public sealed record SamePerson([property: Id(0)] string RelatedPersonId, [property: Id(1)] string PatientId);

/// <summary>A row of the list.</summary>
[GenerateSerializer, Immutable, Alias("portal.records.ResourceRow")]
public sealed record ResourceRow(
    [property: Id(0)] string Id,
    [property: Id(1)] string Date,
    [property: Id(2)] string Status,
    [property: Id(3)] string Category,
    [property: Id(4)] string Title);

/// <summary>A page of the list.</summary>
/// <param name="Rows">At most the size asked for.</param>
/// <param name="Next">The cursor of the next page, or none at the end.</param>
[GenerateSerializer, Immutable, Alias("portal.records.ResourcePage")]
public sealed record ResourcePage([property: Id(0)] ImmutableArray<ResourceRow> Rows, [property: Id(1)] string? Next);
