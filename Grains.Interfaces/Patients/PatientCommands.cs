using System.Collections.Immutable;

namespace Portal.Grains.Interfaces.Patients;

/// <summary>Creates the patient or replaces demographics, family and status.</summary>
/// <param name="RequestId">Repeating the command with the same id has its effect once.</param>
/// <param name="Status">The status from now on.</param>
/// <param name="Demographics">All of them.</param>
/// <param name="GuarantorId">Who pays; none means the patient.</param>
/// <param name="Representatives">All who may act for the patient beside the guarantor.</param>
/// <param name="PrimaryProviderId">The provider who gets the patient's messages.</param>
[GenerateSerializer, Immutable, Alias("portal.patients.SavePatient")]
public sealed record SavePatient(
    [property: Id(0)] string RequestId,
    [property: Id(1)] PatientStatus Status,
    [property: Id(2)] Demographics Demographics,
    [property: Id(3)] string? GuarantorId,
    [property: Id(4)] ImmutableArray<Representative> Representatives,
    [property: Id(5)] string? PrimaryProviderId);

/// <summary>What a save did.</summary>
[GenerateSerializer, Alias("portal.Saved")]
public enum Saved
{
    /// <summary>It was not there before.</summary>
    Created,

    /// <summary>It is different now.</summary>
    Updated,

    /// <summary>It was the same already; nothing was written.</summary>
    Unchanged,
}

/// <summary>A username and the one-time password that opens it until the patient has chosen an own one.</summary>
/// <param name="UserName">The username, as to be typed.</param>
/// <param name="OneTimePassword">Shown once. When a repeated request is answered again it is empty.</param>
/// <param name="PatientFacingUrl">Where to sign in.</param>
[GenerateSerializer, Immutable, Alias("portal.patients.IssuedSignIn")]
public sealed record IssuedSignIn(
    [property: Id(0)] string UserName,
    [property: Id(1)] string OneTimePassword,
    [property: Id(2)] string PatientFacingUrl)
{
    /// <summary>Which of the one-time passwords ever issued for this sign-in it is, counted from one.</summary>
    [Id(3)] public int Issue { get; init; }
}

/// <summary>Changes what the patient wishes to be told.</summary>
/// <param name="RequestId">Repeating the command with the same id has its effect once.</param>
/// <param name="Preferences">All of them.</param>
[GenerateSerializer, Immutable, Alias("portal.patients.SavePreferences")]
public sealed record SavePreferences([property: Id(0)] string RequestId, [property: Id(1)] PatientPreferences Preferences);
