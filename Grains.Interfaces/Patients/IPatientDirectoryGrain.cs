using System.Collections.Immutable;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Interfaces.Patients;

/// <summary>Finds patients of one practice. Key: <c>{practice}/patients</c>. Stateless: it reads the stored documents.</summary>
[Alias("portal.patients.IPatientDirectoryGrain")]
public interface IPatientDirectoryGrain : IGrainWithStringKey
{
    /// <summary>The id part of the key.</summary>
    const string Id = "patients";

    /// <summary>
    /// Patients whose last name begins with the text, then those whose first name does; or by <c>first last</c>,
    /// <c>last, first</c>, birth date (yyyy-MM-dd or M/d/yyyy), first or last digits of a phone, beginning of an e-mail
    /// address. Accents and case do not matter. Each kind of match is ordered by name, then id.
    /// </summary>
    [Alias("Search"), AllowedFor(Audience.Staff | Audience.Integrator | Audience.System), Audited("patient.search", OncePerPage = true)]
    Task<PatientPage> Search(PatientSearch search);

    /// <summary>
    /// Who of the patients a person is, the best match first; deleted records are not among them. Refused when nothing is
    /// told that could be searched by: a birth date, a last name, a phone, an e-mail address or a known identifier.
    /// </summary>
    [Alias("Match"), AllowedFor(Audience.Staff | Audience.Integrator), Audited("patient.match")]
    Task<Result<ImmutableArray<PatientMatch>>> Match(MatchQuery query);

    /// <summary>The family of a guarantor, whatever their status: all patients that the guarantor pays for, by name.</summary>
    [Alias("Family"), AllowedFor(Audience.Staff | Audience.Integrator | Audience.System), Audited("patient.family", OncePerPage = true)]
    Task<ImmutableArray<PatientRow>> Family(string guarantorId);

    /// <summary>The ids of the other patients for whom this one pays, or may act.</summary>
    [Alias("Dependants"), AllowedFor(Audience.System)]
    Task<ImmutableArray<string>> Dependants(string patientId);

    /// <summary>
    /// Whom the person with that patient record may see, the own record first: the same rule as
    /// <see cref="IPatientGrain.MayBeSeenBy"/>. A patient caller may only ask for the own record.
    /// </summary>
    [Alias("VisibleTo"), AllowedFor(Audience.Person | Audience.System)]
    Task<ImmutableArray<PatientCard>> VisibleTo(string viewerPatientId);
}

/// <summary>A search of patients.</summary>
/// <param name="Text">What was typed; empty lists everyone.</param>
/// <param name="After">The cursor of the page before, or none.</param>
/// <param name="Size">Rows wanted, 1 to 100.</param>
/// <param name="IncludeHidden">Whether archived, deleted, deceased and prospective patients are listed too.</param>
[GenerateSerializer, Immutable, Alias("portal.patients.PatientSearch")]
public sealed record PatientSearch(
    [property: Id(0)] string Text,
    [property: Id(1)] string? After,
    [property: Id(2)] int Size = 25,
    [property: Id(3)] bool IncludeHidden = false);

/// <summary>A row of the search.</summary>
[GenerateSerializer, Immutable, Alias("portal.patients.PatientRow")]
public sealed record PatientRow(
    [property: Id(0)] string Id,
    [property: Id(1)] string LastName,
    [property: Id(2)] string FirstName,
    [property: Id(3)] DateOnly? BirthDate,
    [property: Id(4)] string Phone,
    [property: Id(5)] string Email,
    [property: Id(6)] PatientStatus Status,
    [property: Id(7)] OnlineAccessState Access);

/// <summary>A page of the search.</summary>
/// <param name="Rows">At most the size asked for.</param>
/// <param name="Next">The cursor of the next page, or none at the end.</param>
[GenerateSerializer, Immutable, Alias("portal.patients.PatientPage")]
public sealed record PatientPage([property: Id(0)] ImmutableArray<PatientRow> Rows, [property: Id(1)] string? Next);
