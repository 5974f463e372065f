using System.Collections.Immutable;
using Orleans.Concurrency;
using Portal.Grains.Interfaces.Patients;

namespace Portal.Grains.Interfaces.Access;

/// <summary>
/// A sign-in of one practice: password hash, sessions, lockout, history. Key: <c>{practice}/{userId}</c>.
/// A record of its own, apart from the patient or staff member that it belongs to.
/// </summary>
[Alias("portal.access.IPortalUserGrain")]
public interface IPortalUserGrain : IGrainWithStringKey
{
    /// <summary>
    /// Gives the user a one-time password, making the sign-in and its username first if need be. The password before
    /// is dead from then on, and every session ends. <see cref="IssuedSignIn.PatientFacingUrl"/> is left to the caller,
    /// the patient: staff give access there, where the trail names them.
    /// </summary>
    [Alias("Issue"), AllowedFor(Audience.System)]
    Task<Result<IssuedSignIn>> Issue(IssueSignIn command);

    /// <summary>
    /// Clears the password and ends every session; the username is kept for the same person. Called by the patient or
    /// the practice whose person it is, where the trail names who did it.
    /// </summary>
    [Alias("Close"), AllowedFor(Audience.System)]
    Task<Result<Done>> Close(string requestId);

    /// <summary>
    /// Makes the sign-in of a member of the staff, or changes its name, roles and password. They take effect at once.
    /// </summary>
    /// <returns><c>access.*</c> problems, all together: username taken or unfit, password unfit, not a staff role.</returns>
    [Alias("ProvisionStaff"), AllowedFor(Audience.System | Audience.Administrator), Audited("access.provision")]
    Task<Result<IssuedSignIn>> ProvisionStaff(ProvisionStaff command);

    /// <summary>
    /// Follows a member of the staff whose name, roles or provider changed; open sessions have them at once. A user
    /// without a sign-in, or with one that is not the staff's, stays as it is.
    /// </summary>
    [Alias("FollowStaff"), AllowedFor(Audience.System)]
    Task<Result<Done>> FollowStaff(FollowStaff command);

    /// <summary>Where the sign-in stands, for those who give and take it.</summary>
    [Alias("Standing"), AllowedFor(Audience.Administrator | Audience.System), AlwaysInterleave]
    Task<OnlineAccess> Standing();

    /// <summary>Until when nobody is let in after too many wrong passwords, for those who help the person; none when it is not paused.</summary>
    [Alias("PausedUntil"), AllowedFor(Audience.Staff | Audience.System), AlwaysInterleave]
    Task<DateTimeOffset?> PausedUntil();

    /// <summary>Who it is, with the roles of this moment; none when the user has no access.</summary>
    [Alias("Person"), AllowedFor(Audience.System), AlwaysInterleave]
    Task<PersonView?> Person();

    /// <summary>What checking a password needs; none when the user has no access.</summary>
    [Alias("Account"), AllowedFor(Audience.System), AlwaysInterleave]
    Task<AccountView?> Account();

    /// <summary>
    /// Counts one attempt to sign in and opens a session when it is let in. Whatever runs in parallel, each attempt
    /// counts once; a right password is refused while the user is locked out or when the password changed meanwhile.
    /// </summary>
    /// <returns>The session, or none when the attempt is refused.</returns>
    [Alias("RecordAttempt"), AllowedFor(Audience.System), Audited("access.sign_in")]
    Task<SessionView?> RecordAttempt(SignInAttempt attempt);

    /// <summary>The session as it stands now; none once it has ended. Web fronts ask at every request.</summary>
    [Alias("Session"), AllowedFor(Audience.System), AlwaysInterleave]
    Task<SessionView?> Session(string sessionId);

    /// <summary>
    /// The person is there, at the session that an app ends with: from the first time on the session ends here too when that
    /// is not said again within <see cref="SessionTimes.Idle"/>.
    /// </summary>
    /// <returns>The session; none once it has ended.</returns>
    [Alias("Watch"), AllowedFor(Audience.System)]
    Task<SessionView?> Watch(string sessionId);

    /// <summary>Ends one session: the person signed out there.</summary>
    [Alias("EndSession"), AllowedFor(Audience.System), Audited("access.sign_out")]
    Task EndSession(string sessionId);

    /// <summary>
    /// Sets the password that the user chose. A one-time password is dead from then on, and every other session ends.
    /// A person may only do it for the own sign-in, and names the present password unless it is a one-time password.
    /// </summary>
    /// <returns><c>access.*</c> problems, all together.</returns>
    [Alias("ChoosePassword"), AllowedFor(Audience.Person | Audience.System), Audited("access.password")]
    Task<Result<Done>> ChoosePassword(ChoosePassword command);

    /// <summary>Changes the own username; the one before becomes free.</summary>
    /// <returns><c>access.*</c> problems, all together.</returns>
    [Alias("ChangeUserName"), AllowedFor(Audience.Person), Audited("access.username")]
    Task<Result<Done>> ChangeUserName(ChangeUserName command);

    /// <summary>Ends every session. A person may only do it for the own sign-in, an administrator for anyone's.</summary>
    [Alias("SignOutEverywhere"), AllowedFor(Audience.Person | Audience.System), Audited("access.sign_out_everywhere")]
    Task<Result<Done>> SignOutEverywhere(string requestId);

    /// <summary>The own sign-in as its person sees it.</summary>
    [Alias("View"), AllowedFor(Audience.Person)]
    Task<SignInView?> View();
}

/// <summary>The ids of portal users.</summary>
public static class PortalUserId
{
    /// <summary>The user of a patient: fixed, so that access given twice meets the same sign-in.</summary>
    public static string ForPatient(string patientId) => $"{Patients}{patientId}";

    /// <summary>The patient whose user it is; none when it is no patient's.</summary>
    public static string? PatientOf(string userId) => userId.StartsWith(Patients, StringComparison.Ordinal) ? userId[Patients.Length..] : null;

    private const string Patients = "u-";
}
