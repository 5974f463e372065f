using System.Collections.Immutable;

namespace Portal.Grains.Interfaces.Patients;

/// <summary>Domain.md glossary. Only the first three can be seen in the portal.</summary>
[GenerateSerializer, Alias("portal.patients.PatientStatus")]
public enum PatientStatus
{
    /// <summary>In treatment.</summary>
    Patient,

    /// <summary>Not treated here, such as a guarantor.</summary>
    NonPatient,

    /// <summary>No longer coming, record kept.</summary>
    Inactive,

    /// <summary>Put away.</summary>
    Archived,

    /// <summary>Made by mistake.</summary>
    Deleted,

    /// <summary>Has died.</summary>
    Deceased,

    /// <summary>Has not come yet.</summary>
    Prospective,
}

/// <summary>Administrative gender as in FHIR R4.</summary>
[GenerateSerializer, Alias("portal.patients.Gender")]
public enum Gender
{
    /// <summary>Not told.</summary>
    Unknown,

    /// <summary>Female.</summary>
    Female,

    /// <summary>Male.</summary>
    Male,

    /// <summary>Other.</summary>
    Other,
}

/// <summary>Name, birth and where to reach the patient.</summary>
[GenerateSerializer, Immutable, Alias("portal.patients.Demographics")]
public sealed record Demographics
{
    /// <summary>Given name.</summary>
    [Id(0)] public string FirstName { get; init; } = "";

    /// <summary>Middle names.</summary>
    [Id(1)] public string MiddleName { get; init; } = "";

    /// <summary>Family name.</summary>
    [Id(2)] public string LastName { get; init; } = "";

    /// <summary>What the patient wants to be called.</summary>
    [Id(3)] public string PreferredName { get; init; } = "";

    /// <summary>Day of birth.</summary>
    [Id(4)] public DateOnly? BirthDate { get; init; }

    /// <summary>Administrative gender.</summary>
    [Id(5)] public Gender Gender { get; init; }

    /// <summary>Street and number.</summary>
    [Id(6)] public string AddressLine1 { get; init; } = "";

    /// <summary>Apartment and the like.</summary>
    [Id(7)] public string AddressLine2 { get; init; } = "";

    /// <summary>Town.</summary>
    [Id(8)] public string City { get; init; } = "";

    /// <summary>US: two letters.</summary>
    [Id(9)] public string State { get; init; } = "";

    /// <summary>Postal code.</summary>
    [Id(10)] public string PostalCode { get; init; } = "";

    /// <summary>ISO 3166 alpha-2.</summary>
    [Id(11)] public string Country { get; init; } = "US";

    /// <summary>Home phone.</summary>
    [Id(12)] public string HomePhone { get; init; } = "";

    /// <summary>Mobile phone.</summary>
    [Id(13)] public string WirelessPhone { get; init; } = "";

    /// <summary>Work phone.</summary>
    [Id(14)] public string WorkPhone { get; init; } = "";

    /// <summary>E-mail address.</summary>
    [Id(15)] public string Email { get; init; } = "";

    /// <summary>BCP 47 language, such as <c>en</c> or <c>es</c>.</summary>
    [Id(16)] public string Language { get; init; } = "en";
}

/// <summary>Why somebody may act for the patient.</summary>
[GenerateSerializer, Alias("portal.patients.RepresentativeKind")]
public enum RepresentativeKind
{
    /// <summary>Named as responsible for this patient.</summary>
    ResponsibleParty,

    /// <summary>A child's guardian.</summary>
    Guardian,
}

/// <summary>Somebody who may act for the patient.</summary>
/// <param name="PatientId">The representative's own patient record.</param>
/// <param name="Kind">In which capacity.</param>
[GenerateSerializer, Immutable, Alias("portal.patients.Representative")]
public sealed record Representative([property: Id(0)] string PatientId, [property: Id(1)] RepresentativeKind Kind);

/// <summary>What the patient wishes to be told, and how.</summary>
[GenerateSerializer, Immutable, Alias("portal.patients.PatientPreferences")]
public sealed record PatientPreferences
{
    /// <summary>An e-mail without content when a message arrives.</summary>
    [Id(0)] public bool EmailOnMessage { get; init; } = true;
}

/// <summary>Domain.md C5.</summary>
[GenerateSerializer, Alias("portal.patients.OnlineAccessState")]
public enum OnlineAccessState
{
    /// <summary>Never given.</summary>
    NoAccount,

    /// <summary>A one-time password is out and not yet used up.</summary>
    Invited,

    /// <summary>The patient has chosen an own password.</summary>
    Active,

    /// <summary>Taken away; the username is kept.</summary>
    Removed,
}

/// <summary>The patient's access to the portal.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="UserId">The portal user, once there is one.</param>
/// <param name="UserName">The username, once there is one.</param>
[GenerateSerializer, Immutable, Alias("portal.patients.OnlineAccess")]
public sealed record OnlineAccess(
    [property: Id(0)] OnlineAccessState State,
    [property: Id(1)] string? UserId = null,
    [property: Id(2)] string? UserName = null);

/// <summary>A patient.</summary>
[GenerateSerializer, Immutable, Alias("portal.patients.PatientView")]
public sealed record PatientView
{
    /// <summary>The id in addresses and keys.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Status.</summary>
    [Id(1)] public PatientStatus Status { get; init; }

    /// <summary>Name, birth and where to reach the patient.</summary>
    [Id(2)] public required Demographics Demographics { get; init; }

    /// <summary>Who pays; the own id when the patient does. Families are those with the same guarantor.</summary>
    [Id(3)] public required string GuarantorId { get; init; }

    /// <summary>Who else may act for the patient.</summary>
    [Id(4)] public ImmutableArray<Representative> Representatives { get; init; } = [];

    /// <summary>Gets the patient's messages.</summary>
    [Id(5)] public string? PrimaryProviderId { get; init; }

    /// <summary>What the patient wishes to be told.</summary>
    [Id(6)] public PatientPreferences Preferences { get; init; } = new();

    /// <summary>Access to the portal.</summary>
    [Id(7)] public required OnlineAccess Access { get; init; }
}

/// <summary>Who pays for a patient, and who may act for the patient.</summary>
/// <param name="PayerId">The patient record of who pays; the patient's own id when the patient does.</param>
/// <param name="PayerName">The name of who pays.</param>
/// <param name="Actors">Everybody but the patient who may see the record and act for the patient now.</param>
[GenerateSerializer, Immutable, Alias("portal.patients.FamilyView")]
public sealed record FamilyView(
    [property: Id(0)] string PayerId,
    [property: Id(1)] string PayerName,
    [property: Id(2)] ImmutableArray<FamilyActor> Actors);

/// <summary>Somebody who may act for a patient.</summary>
/// <param name="PatientId">The actor's own patient record.</param>
/// <param name="Name">The actor's name.</param>
/// <param name="Pays">Whether the actor pays for the patient.</param>
/// <param name="Kind">In which capacity; none for who may because of paying only.</param>
[GenerateSerializer, Immutable, Alias("portal.patients.FamilyActor")]
public sealed record FamilyActor(
    [property: Id(0)] string PatientId,
    [property: Id(1)] string Name,
    [property: Id(2)] bool Pays,
    [property: Id(3)] RepresentativeKind? Kind);

/// <summary>What others need to address a patient.</summary>
/// <param name="Id">The patient's id.</param>
/// <param name="Name">As shown: preferred or first name, last name.</param>
/// <param name="BirthDate">To tell namesakes apart; shown to staff only.</param>
/// <param name="PrimaryProviderId">Gets the patient's messages.</param>
/// <param name="UserId">The portal user, when the patient has access now.</param>
/// <param name="Visible">Whether the status lets the portal show the patient (Patient, NonPatient, Inactive).</param>
[GenerateSerializer, Immutable, Alias("portal.patients.PatientCard")]
public sealed record PatientCard(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] DateOnly? BirthDate,
    [property: Id(3)] string? PrimaryProviderId,
    [property: Id(4)] string? UserId,
    [property: Id(5)] bool Visible)
{
    /// <summary>Who pays; the own id when the patient does.</summary>
    [Id(6)] public string GuarantorId { get; init; } = Id;
}
