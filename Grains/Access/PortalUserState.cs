using System.Collections.Immutable;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Access;

/// <summary>
/// A sign-in. Access is open exactly when there is a password hash (domain.md A1). The generated reader of documents
/// assigns a default list where a document has none, so the lists turn that into an empty one.
/// </summary>
public sealed record PortalUserState : DocumentState
{
    public string? UserName { get; init; }

    /// <summary>The claim by which the user has the name; see <see cref="ILoginNameGrain"/>.</summary>
    public string? NameClaim { get; init; }
    public string Name { get; init; } = "";
    public Audience Roles { get; init; }
    public string? PatientId { get; init; }
    public string? ProviderId { get; init; }
    public string? PasswordHash { get; init; }

    /// <summary>How many one-time passwords were issued to a patient; an own password belongs to the last of them.</summary>
    public int Issues { get; init; }

    /// <summary>The password is a one-time password.</summary>
    public bool MustChoosePassword { get; init; }
    public int FailuresInRow { get; init; }
    public DateTimeOffset? LockedUntil { get; init; }
    public ImmutableArray<OpenSession> Sessions { get; init; } = [];

    /// <summary>The newest first.</summary>
    public ImmutableArray<SignInEvent> History { get; init; } = [];
}

/// <summary>A browser that is signed in, until it signs out or the time is over.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Until">When it ends at the latest.</param>
/// <param name="IdleAt">When it ends unless its person does something before; only kept where an app ends with the session.</param>
public sealed record OpenSession(string Id, DateTimeOffset Until, DateTimeOffset? IdleAt = null);

/// <summary>A username and the claim by which a user has it.</summary>
public sealed record NameClaim(string UserName, string Claim);
