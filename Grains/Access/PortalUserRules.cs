using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;

namespace Portal.Grains.Access;

/// <summary>How a sign-in is given, changed and taken away. Passwords come in as hashes and never enter an answer.</summary>
public static class PortalUserRules
{
    public static readonly Problem NotThisPatients =
        new("access.not_this_patient", "This sign-in belongs to somebody else. Ask the practice's administrator.");

    public static readonly Problem NoAccess = new("access.closed", "This sign-in is closed. Please call the practice.");

    public static readonly Problem NoPassword =
        new("access.no_password", "Enter your current password", nameof(ChoosePassword.CurrentPassword));

    public static readonly Problem WrongPassword =
        new("access.wrong_password", "The current password is not right.", nameof(ChoosePassword.CurrentPassword));

    public static readonly Problem Locked =
        new("access.locked", "Too many wrong passwords. Wait a little, then try again.", nameof(ChoosePassword.CurrentPassword));

    /// <summary>Gives a one-time password. The answer is what a repeated request gets: without the password.</summary>
    public static Decision<PortalUserState, IssuedSignIn> Issue(
        PortalUserState state, IssueSignIn command, NameClaim name, string hash)
    {
        if (BelongsToOther(state, command.PatientId))
            return NotThisPatients;
        var next = Opened(state, hash, mustChoose: true) with
        {
            UserName = name.UserName,
            NameClaim = name.Claim,
            Name = command.Name,
            Roles = Audience.Patient,
            PatientId = command.PatientId,
            Issues = state.Issues + 1,
        };
        return Decide.Next(next, new IssuedSignIn(name.UserName, "", "") { Issue = next.Issues });
    }

    /// <summary>A sign-in of the staff, or of another patient, is never given to this patient.</summary>
    public static bool BelongsToOther(PortalUserState state, string patientId) =>
        state.UserName is not null && state.PatientId != patientId;

    public static Decision<PortalUserState, IssuedSignIn> Provision(
        PortalUserState state, ProvisionStaff command, NameClaim name, string hash)
    {
        var next = Opened(state, hash, mustChoose: command.Password is null) with
        {
            UserName = name.UserName,
            NameClaim = name.Claim,
            Name = command.Name.Trim(),
            Roles = command.Roles,
            ProviderId = command.ProviderId,
        };
        return Decide.Next(next, new IssuedSignIn(name.UserName, "", ""));
    }

    public static Decision<PortalUserState, Done> FollowStaff(PortalUserState state, FollowStaff command)
    {
        var next = state with { Name = command.Name, Roles = command.Roles, ProviderId = command.ProviderId };
        return (state.Roles & Audience.Staff) == 0 || next == state
            ? Decide.Unchanged(state, Done.Value)
            : Decide.Next(next, Done.Value);
    }

    public static OnlineAccess Standing(PortalUserState state, string userId) => new(
        state switch
        {
            { UserName: null } => OnlineAccessState.NoAccount,
            { PasswordHash: null } => OnlineAccessState.Removed,
            { MustChoosePassword: true } => OnlineAccessState.Invited,
            _ => OnlineAccessState.Active,
        },
        userId,
        state.UserName);

    public static Decision<PortalUserState, Done> Close(PortalUserState state) =>
        state.PasswordHash is null
            ? Decide.Unchanged(state, Done.Value)
            : Decide.Next(state with { PasswordHash = null, MustChoosePassword = false, Sessions = [] }, Done.Value);

    /// <summary>Sets the own password: the one before is dead, and only the session that did it goes on.</summary>
    public static Decision<PortalUserState, Done> Choose(
        PortalUserState state, string hash, NameClaim name, string? sessionId)
    {
        if (state.PasswordHash is null)
            return NoAccess;
        var next = Opened(state, hash, mustChoose: false) with
        {
            UserName = name.UserName,
            NameClaim = name.Claim,
            Sessions = [.. state.Sessions.Where(session => session.Id == sessionId)],
        };
        return Decide.Next(next, Done.Value);
    }

    public static Decision<PortalUserState, Done> Rename(PortalUserState state, NameClaim name) =>
        Decide.Next(state with { UserName = name.UserName, NameClaim = name.Claim }, Done.Value);

    public static Decision<PortalUserState, Done> SignOutEverywhere(PortalUserState state) =>
        state.Sessions.IsEmpty
            ? Decide.Unchanged(state, Done.Value)
            : Decide.Next(state with { Sessions = [] }, Done.Value);

    private static PortalUserState Opened(PortalUserState state, string hash, bool mustChoose) => state with
    {
        PasswordHash = hash,
        MustChoosePassword = mustChoose,
        FailuresInRow = 0,
        LockedUntil = null,
        Sessions = [],
    };
}
