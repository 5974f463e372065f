using Portal.Grains.Interfaces.Patients;

namespace Portal.Grains.Interfaces.Access;

/// <summary>
/// A sign-in of one practice: password hash, security stamp, lockout, history. Key: <c>{practice}/{userId}</c>.
/// A record of its own, apart from the patient or staff member that it belongs to.
/// </summary>
[Alias("portal.access.IPortalUserGrain")]
public interface IPortalUserGrain : IGrainWithStringKey
{
    /// <summary>
    /// Gives the user a one-time password, making the sign-in and its username first if need be. The password before
    /// is dead from then on, and every session ends.
    /// </summary>
    [Alias("Issue"), AllowedFor(Audience.System | Audience.FrontDesk | Audience.Provider | Audience.Administrator)]
    Task<Result<IssuedSignIn>> Issue(IssueSignIn command);

    /// <summary>Clears the password and ends every session; the username is kept for the same person.</summary>
    [Alias("Close"), AllowedFor(Audience.System | Audience.FrontDesk | Audience.Provider | Audience.Administrator)]
    Task<Result<Done>> Close(string requestId);
}

/// <summary>Asks for a one-time password.</summary>
/// <param name="RequestId">Repeating the command with the same id has its effect once; the password is then not told again.</param>
/// <param name="PatientId">The patient that the user is.</param>
/// <param name="FirstName">The username begins with it (domain.md A1).</param>
/// <param name="Name">The name to show beside what the user does.</param>
[GenerateSerializer, Immutable, Alias("portal.access.IssueSignIn")]
public sealed record IssueSignIn(
    [property: Id(0)] string RequestId,
    [property: Id(1)] string PatientId,
    [property: Id(2)] string FirstName,
    [property: Id(3)] string Name);

/// <summary>The ids of portal users.</summary>
public static class PortalUserId
{
    /// <summary>The user of a patient: fixed, so that access given twice meets the same sign-in.</summary>
    public static string ForPatient(string patientId) => $"u-{patientId}";
}
