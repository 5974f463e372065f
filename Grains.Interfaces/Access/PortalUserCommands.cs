namespace Portal.Grains.Interfaces.Access;

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

/// <summary>Makes or changes the sign-in of a member of the staff.</summary>
[GenerateSerializer, Immutable, Alias("portal.access.ProvisionStaff")]
public sealed record ProvisionStaff
{
    /// <summary>Repeating the command with the same id has its effect once; a password is then not told again.</summary>
    [Id(0)] public required string RequestId { get; init; }

    /// <summary>The username wanted.</summary>
    [Id(1)] public required string UserName { get; init; }

    /// <summary>The name to show beside what the person does.</summary>
    [Id(2)] public required string Name { get; init; }

    /// <summary>One or more staff roles.</summary>
    [Id(3)] public required Audience Roles { get; init; }

    /// <summary>The provider that the person is, if any.</summary>
    [Id(4)] public string? ProviderId { get; init; }

    /// <summary>A password that stays valid; none issues a one-time password.</summary>
    [Id(5)] public string? Password { get; init; }
}

/// <summary>Tells a sign-in what its member of the staff is from now on.</summary>
/// <param name="RequestId">Repeating the command with the same id has its effect once.</param>
/// <param name="Name">The name to show beside what the person does.</param>
/// <param name="Roles">One or more staff roles.</param>
/// <param name="ProviderId">The provider that the person is, if any.</param>
[GenerateSerializer, Immutable, Alias("portal.access.FollowStaff")]
public sealed record FollowStaff(
    [property: Id(0)] string RequestId,
    [property: Id(1)] string Name,
    [property: Id(2)] Audience Roles,
    [property: Id(3)] string? ProviderId);

/// <summary>An attempt to sign in, after the password was checked against <see cref="AccountView.PasswordHash"/>.</summary>
/// <param name="CheckedHash">The hash that the password was checked against; none when the user has no password.</param>
/// <param name="Matched">Whether it matched.</param>
/// <param name="Browser">The kind of browser, such as <c>Firefox on Windows</c>; no version and no address.</param>
/// <param name="Rehashed">The same password hashed as strongly as today's rule wants, if the stored hash is older.</param>
[GenerateSerializer, Immutable, Alias("portal.access.SignInAttempt")]
public sealed record SignInAttempt(
    [property: Id(0)] string? CheckedHash,
    [property: Id(1)] bool Matched,
    [property: Id(2)] string Browser,
    [property: Id(3)] string? Rehashed = null);

/// <summary>Sets the password that the user chose.</summary>
[GenerateSerializer, Immutable, Alias("portal.access.ChoosePassword")]
public sealed record ChoosePassword
{
    /// <summary>Repeating the command with the same id has its effect once.</summary>
    [Id(0)] public required string RequestId { get; init; }

    /// <summary>The password wanted.</summary>
    [Id(1)] public required string NewPassword { get; init; }

    /// <summary>The present password; not asked for while it is a one-time password.</summary>
    [Id(2)] public string? CurrentPassword { get; init; }

    /// <summary>An own username instead of the one given; none keeps it. Only together with a one-time password.</summary>
    [Id(3)] public string? NewUserName { get; init; }

    /// <summary>The session that goes on.</summary>
    [Id(4)] public string? SessionId { get; init; }

    /// <summary>The password wanted as it was typed the second time; none where it is typed once only.</summary>
    [Id(5)] public string? Again { get; init; }
}

/// <summary>Changes the username.</summary>
/// <param name="RequestId">Repeating the command with the same id has its effect once.</param>
/// <param name="CurrentPassword">The present password.</param>
/// <param name="NewUserName">The username wanted.</param>
[GenerateSerializer, Immutable, Alias("portal.access.ChangeUserName")]
public sealed record ChangeUserName(
    [property: Id(0)] string RequestId,
    [property: Id(1)] string CurrentPassword,
    [property: Id(2)] string NewUserName);
