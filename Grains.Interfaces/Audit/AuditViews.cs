using System.Collections.Immutable;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Interfaces.Audit;

/// <summary>How an audited call ended.</summary>
[GenerateSerializer, Alias("portal.audit.AuditOutcome")]
public enum AuditOutcome
{
    /// <summary>It was done, or the data was shown.</summary>
    Done,

    /// <summary>A rule stood in the way; nothing changed.</summary>
    Declined,

    /// <summary>There was nothing that the caller may see.</summary>
    Nothing,

    /// <summary>The caller had no right to make the call.</summary>
    Refused,

    /// <summary>It broke; whether something changed is unknown.</summary>
    Failed,
}

/// <summary>What to look for in the trail. Every filter that is set must fit.</summary>
/// <param name="PatientId">The patient concerned; exports that held the patient's record are among what is found.</param>
/// <param name="ActorId">The portal user who acted.</param>
/// <param name="Action">The act, such as <c>patient.view</c>.</param>
/// <param name="From">The earliest moment (UTC), included.</param>
/// <param name="To">The latest moment (UTC), not included.</param>
/// <param name="After">The cursor of the page before, or none.</param>
/// <param name="Size">Entries wanted, 1 to 200.</param>
/// <param name="Number">Only the entry with this number.</param>
[GenerateSerializer, Immutable, Alias("portal.audit.AuditQuery")]
public sealed record AuditQuery(
    [property: Id(0)] string? PatientId = null,
    [property: Id(1)] string? ActorId = null,
    [property: Id(2)] string? Action = null,
    [property: Id(3)] DateTimeOffset? From = null,
    [property: Id(4)] DateTimeOffset? To = null,
    [property: Id(5)] string? After = null,
    [property: Id(6)] int Size = 50,
    [property: Id(7)] long? Number = null);

/// <summary>An entry of the trail. It holds ids only; names are looked up when it is shown.</summary>
/// <param name="Number">Counts the practice's entries from 1, without gaps.</param>
/// <param name="At">When the call ended (UTC).</param>
/// <param name="ActorId">The portal user; empty for a visitor and for the portal itself; <c>{practice}/{id}</c> when from another practice.</param>
/// <param name="Roles">As what the actor called.</param>
/// <param name="Action">The act, such as <c>patient.view</c>; <c>access.refused</c> for a refused call.</param>
/// <param name="PatientId">The patient concerned, if one is.</param>
/// <param name="Target">Grain type and id of what was read or changed, with <see cref="OfApp"/> and the app that it was about, and <see cref="ByApp"/> and the app that did it.</param>
/// <param name="Outcome">How it ended.</param>
[GenerateSerializer, Immutable, Alias("portal.audit.AuditEntry")]
public sealed record AuditEntry(
    [property: Id(0)] long Number,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] string ActorId,
    [property: Id(3)] Audience Roles,
    [property: Id(4)] string Action,
    [property: Id(5)] string? PatientId,
    [property: Id(6)] string Target,
    [property: Id(7)] AuditOutcome Outcome)
{
    /// <summary>Stands before the app's id.</summary>
    public const string ByApp = " by app ";

    /// <summary>Stands before the id of the app that the act was about.</summary>
    public const string OfApp = " of app ";

    /// <summary>Stands before the id of the group of patients.</summary>
    public const string OfGroup = " of group ";

    /// <summary>The app that acted for the person, if it was not the person at the portal's pages.</summary>
    public string? AppId => Target.IndexOf(ByApp, StringComparison.Ordinal) is >= 0 and var place ? Target[(place + ByApp.Length)..] : null;

    /// <summary>The app that was registered, connected or stopped, if one was.</summary>
    public string? AboutAppId => WithoutActor.IndexOf(OfApp, StringComparison.Ordinal) is >= 0 and var place ? WithoutActor[(place + OfApp.Length)..] : null;

    /// <summary>The group of patients that it concerns, if it concerns one.</summary>
    public string? GroupId => Action == AuditAction.ExportedGroup && What.IndexOf(OfGroup, StringComparison.Ordinal) is >= 0 and var place
        ? What[(place + OfGroup.Length)..]
        : null;

    /// <summary>The target without the apps.</summary>
    public string What => AboutAppId is null ? WithoutActor : WithoutActor[..WithoutActor.IndexOf(OfApp, StringComparison.Ordinal)];

    private string WithoutActor => AppId is null ? Target : Target[..Target.IndexOf(ByApp, StringComparison.Ordinal)];
}

/// <summary>A page of the trail.</summary>
/// <param name="Entries">At most the size asked for.</param>
/// <param name="Next">The cursor of the next page, or none at the end.</param>
[GenerateSerializer, Immutable, Alias("portal.audit.AuditPage")]
public sealed record AuditPage([property: Id(0)] ImmutableArray<AuditEntry> Entries, [property: Id(1)] string? Next);

/// <summary>What is wrong with a trail.</summary>
[GenerateSerializer, Alias("portal.audit.AuditFaultKind")]
public enum AuditFaultKind
{
    /// <summary>The entry does not fit its own hash or the hash of the entry before.</summary>
    Altered,

    /// <summary>The entry is not there although later ones are.</summary>
    Missing,

    /// <summary>The entry and all later ones are not there although the head knows of them.</summary>
    CutOff,

    /// <summary>There were entries but no head that said how many; before this entry some may be missing.</summary>
    HeadLost,
}

/// <summary>The first fault that a check of the trail met.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Number">The number of the entry.</param>
[GenerateSerializer, Immutable, Alias("portal.audit.AuditFault")]
public sealed record AuditFault([property: Id(0)] AuditFaultKind Kind, [property: Id(1)] long Number);

/// <summary>The outcome of a check.</summary>
/// <param name="Entries">How many entries were found in order.</param>
/// <param name="Fault">The first fault, or none.</param>
[GenerateSerializer, Immutable, Alias("portal.audit.AuditCheck")]
public sealed record AuditCheck([property: Id(0)] long Entries, [property: Id(1)] AuditFault? Fault);

/// <summary>The words of the trail.</summary>
public static class AuditAction
{
    /// <summary>A call that the caller had no right to make.</summary>
    public const string Refused = "access.refused";

    /// <summary>Written by the portal when it finds entries without a head: somebody took the head away.</summary>
    public const string HeadLost = "audit.head_lost";

    /// <summary>An export has handed out records of all patients. Written once for an export; it is in the report of each of them.</summary>
    public const string ExportedAll = "export.patients";

    /// <summary>The same for the patients of a group, whose id stands behind <see cref="AuditEntry.OfGroup"/>.</summary>
    public const string ExportedGroup = "export.group";

    /// <summary>Every act that a contract puts into the trail, in order of the alphabet.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        .. typeof(AuditAction).Assembly.GetTypes()
            .Where(type => type.IsInterface)
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetCustomAttributes(typeof(AuditedAttribute), inherit: false))
            .Select(attribute => ((AuditedAttribute)attribute).Action)
            .Append(Refused)
            .Append(HeadLost)
            .Append(ExportedAll)
            .Append(ExportedGroup)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];
}
