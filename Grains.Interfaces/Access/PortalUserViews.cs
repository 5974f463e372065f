using System.Collections.Immutable;

namespace Portal.Grains.Interfaces.Access;

/// <summary>What checking a password needs.</summary>
/// <param name="UserId">The portal user's id.</param>
/// <param name="UserName">As the person typed it when choosing it.</param>
/// <param name="PasswordHash">PBKDF2-HMAC-SHA512 in the format of ASP.NET Core Identity, version 3.</param>
[GenerateSerializer, Immutable, Alias("portal.access.AccountView")]
public sealed record AccountView(
    [property: Id(0)] string UserId,
    [property: Id(1)] string UserName,
    [property: Id(2)] string PasswordHash);

/// <summary>Somebody who has access to the portal.</summary>
/// <param name="UserId">The portal user's id.</param>
/// <param name="Roles">What the person may do.</param>
/// <param name="Name">Never logged.</param>
/// <param name="PatientId">The patient record that the person is, if any.</param>
/// <param name="ProviderId">The provider that the person is, if any.</param>
[GenerateSerializer, Immutable, Alias("portal.access.PersonView")]
public sealed record PersonView(
    [property: Id(0)] string UserId,
    [property: Id(1)] Audience Roles,
    [property: Id(2)] string Name,
    [property: Id(3)] string? PatientId,
    [property: Id(4)] string? ProviderId);

/// <summary>An open session and whose it is.</summary>
[GenerateSerializer, Immutable, Alias("portal.access.SessionView")]
public sealed record SessionView
{
    /// <summary>The session's id; no secret, for it is only believed inside a sealed cookie.</summary>
    [Id(0)] public required string SessionId { get; init; }

    /// <summary>The portal user's id.</summary>
    [Id(1)] public required string UserId { get; init; }

    /// <summary>What the user may do now.</summary>
    [Id(2)] public required Audience Roles { get; init; }

    /// <summary>The name to show.</summary>
    [Id(3)] public required string Name { get; init; }

    /// <summary>The patient that the user is, if any.</summary>
    [Id(4)] public string? PatientId { get; init; }

    /// <summary>The provider that the user is, if any.</summary>
    [Id(5)] public string? ProviderId { get; init; }

    /// <summary>Whether the user came in with a one-time password and must choose an own one before anything else.</summary>
    [Id(6)] public bool MustChoosePassword { get; init; }

    /// <summary>When the session ends at the latest (UTC).</summary>
    [Id(7)] public DateTimeOffset Until { get; init; }

    /// <summary>Whether an app ends with it, so that each sign of the person is to be told (<see cref="IPortalUserGrain.Watch"/>).</summary>
    [Id(8)] public bool IsWatched { get; init; }

    /// <summary>When the person signed in (UTC).</summary>
    [Id(9)] public DateTimeOffset SignedInAt { get; init; }
}

/// <summary>The own sign-in as its person sees it.</summary>
/// <param name="UserName">The username.</param>
/// <param name="History">The last sign-ins, however many attempts failed meanwhile, and those attempts; the newest first.</param>
/// <param name="OpenSessions">How many sessions are open.</param>
[GenerateSerializer, Immutable, Alias("portal.access.SignInView")]
public sealed record SignInView(
    [property: Id(0)] string UserName,
    [property: Id(1)] ImmutableArray<SignInEvent> History,
    [property: Id(2)] int OpenSessions);

/// <summary>An attempt to sign in, or several that failed the same way.</summary>
/// <param name="At">When (UTC); of several the last one.</param>
/// <param name="Browser">The kind of browser.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Times">How many attempts they are.</param>
/// <param name="FirstAt">When the first of several was (UTC).</param>
[GenerateSerializer, Immutable, Alias("portal.access.SignInEvent")]
public sealed record SignInEvent(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] string Browser,
    [property: Id(2)] SignInOutcome Outcome,
    [property: Id(3)] int Times = 1,
    [property: Id(4)] DateTimeOffset? FirstAt = null);

/// <summary>How an attempt to sign in ended.</summary>
[GenerateSerializer, Alias("portal.access.SignInOutcome")]
public enum SignInOutcome
{
    /// <summary>A session was opened.</summary>
    SignedIn,

    /// <summary>The password was wrong.</summary>
    WrongPassword,

    /// <summary>Too many wrong passwords before: refused whatever the password was.</summary>
    LockedOut,
}
