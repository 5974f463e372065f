using System.Collections.Immutable;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Interfaces.Scheduling;

/// <summary>
/// A day of one chair or one provider in the appointment book. Key: <see cref="BookDay"/>. Nobody's time is held
/// twice in it. It holds a visit's time by claim; whether a claim still counts is for the visit's own document to say.
/// </summary>
[Alias("portal.scheduling.IDayBookGrain")]
public interface IDayBookGrain : IGrainWithStringKey
{
    /// <summary>Holds time for a visit. The same claim again changes nothing.</summary>
    /// <returns><c>daybook.taken</c> when a break or another visit that still counts lies there.</returns>
    [Alias("Hold"), AllowedFor(Audience.System)]
    Task<Result<Done>> Hold(HoldTime command);

    /// <summary>Whether <see cref="Hold"/> would be granted now. Nothing is held.</summary>
    /// <param name="time">What would be held.</param>
    /// <param name="leaving">Visits that will have given their time back before.</param>
    [Alias("IsFree"), AllowedFor(Audience.System)]
    Task<bool> IsFree(HoldTime time, ImmutableArray<string> leaving);

    /// <summary>Gives a claim's time back. A claim that is not there is no fault.</summary>
    [Alias("Release"), AllowedFor(Audience.System)]
    Task Release(string claimId);

    /// <summary>Closes time for visits: a break, a meeting, a repair.</summary>
    /// <returns><c>daybook.*</c> problems.</returns>
    [Alias("Block"), AllowedFor(Audience.FrontDesk | Audience.Provider | Audience.Administrator | Audience.System), Audited("daybook.block")]
    Task<Result<Done>> Block(BlockTime command);

    /// <summary>Closes the part of a break that began in the book before this one. The same break again changes nothing.</summary>
    /// <returns><c>daybook.taken</c>, as <see cref="Hold"/>.</returns>
    [Alias("BlockRest"), AllowedFor(Audience.System)]
    Task<Result<Done>> BlockRest(BlockRest command);

    /// <summary>Opens the part of a break that began in the book before this one. A break that is not there is no fault.</summary>
    [Alias("UnblockRest"), AllowedFor(Audience.System)]
    Task UnblockRest(string breakId);

    /// <summary>Opens time that was closed, wherever it ends. To be asked of the book in which the break begins.</summary>
    [Alias("Unblock"), AllowedFor(Audience.FrontDesk | Audience.Provider | Audience.Administrator | Audience.System), Audited("daybook.unblock")]
    Task<Result<Done>> Unblock(string requestId, string breakId);

    /// <summary>What is held, in order of time.</summary>
    [Alias("Entries"), AllowedFor(Audience.Staff | Audience.System)]
    Task<ImmutableArray<HeldTime>> Entries();
}

/// <summary>Holds time for a visit.</summary>
/// <param name="AppointmentId">The visit.</param>
/// <param name="ClaimId">New for every time that the visit takes.</param>
/// <param name="Start">Begin (UTC).</param>
/// <param name="End">End (UTC).</param>
[GenerateSerializer, Immutable, Alias("portal.scheduling.HoldTime")]
public sealed record HoldTime(
    [property: Id(0)] string AppointmentId,
    [property: Id(1)] string ClaimId,
    [property: Id(2)] DateTimeOffset Start,
    [property: Id(3)] DateTimeOffset End);

/// <summary>Closes time for visits.</summary>
/// <param name="RequestId">Repeating the command with the same id has its effect once.</param>
/// <param name="Start">Begin (UTC).</param>
/// <param name="End">End (UTC), in the same <see cref="BookDay"/> or the next one: then both close it or neither.</param>
/// <param name="Label">Why, for the staff: <c>Lunch</c>; at most 60 characters.</param>
[GenerateSerializer, Immutable, Alias("portal.scheduling.BlockTime")]
public sealed record BlockTime(
    [property: Id(0)] string RequestId,
    [property: Id(1)] DateTimeOffset Start,
    [property: Id(2)] DateTimeOffset End,
    [property: Id(3)] string Label);

/// <summary>The part of a break that lies in the book after the one where it begins.</summary>
/// <param name="BreakId">The break, the same in both books.</param>
/// <param name="End">End (UTC).</param>
/// <param name="Label">Why, for the staff.</param>
[GenerateSerializer, Immutable, Alias("portal.scheduling.BlockRest")]
public sealed record BlockRest(
    [property: Id(0)] string BreakId,
    [property: Id(1)] DateTimeOffset End,
    [property: Id(2)] string Label);

/// <summary>Time that is not free.</summary>
/// <param name="Id">The claim, or the break.</param>
/// <param name="AppointmentId">The visit; none for a break.</param>
/// <param name="Start">Begin (UTC).</param>
/// <param name="End">End (UTC).</param>
/// <param name="Label">Of a break.</param>
[GenerateSerializer, Immutable, Alias("portal.scheduling.HeldTime")]
public sealed record HeldTime(
    [property: Id(0)] string Id,
    [property: Id(1)] string? AppointmentId,
    [property: Id(2)] DateTimeOffset Start,
    [property: Id(3)] DateTimeOffset End,
    [property: Id(4)] string Label = "");
