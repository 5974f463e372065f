using System.Collections.Immutable;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Scheduling;

namespace Portal.Grains.Scheduling;

/// <summary>Nobody's time is held twice.</summary>
public static class DayBookRules
{
    public const string OpenRestDelivery = "daybook.open_rest";

    private const string PendingBreakMark = "daybook.pending_break";
    private const int LongestLabel = 60;

    /// <summary>A day, also the one on which the clocks are put back.</summary>
    private static readonly TimeSpan _longestBreak = TimeSpan.FromHours(25);

    /// <summary>Other visits' entries that lie where the time shall be held. Their claims may have lapsed.</summary>
    public static ImmutableArray<BookEntry> Rivals(DayBookState state, string? appointmentId, DateTimeOffset start, DateTimeOffset end) =>
        [.. state.Entries.Where(entry => entry.AppointmentId is { } other && other != appointmentId && Overlaps(entry, start, end))];

    /// <param name="state">The day.</param>
    /// <param name="command">What to hold.</param>
    /// <param name="lapsed">Entries whose visit has no such claim any more; they give way.</param>
    public static Decision<DayBookState, Done> Hold(DayBookState state, HoldTime command, ImmutableArray<BookEntry> lapsed)
    {
        if (state.Entries.Any(entry => entry.Id == command.ClaimId))
            return Decide.Unchanged(state, Done.Value);
        var entry = new BookEntry(command.ClaimId, command.AppointmentId, command.Start, command.End);
        return Place(state, entry, lapsed) is { } placed ? Decide.Next(placed, Done.Value) : Taken;
    }

    public static DayBookState Release(DayBookState state, string claimId)
    {
        var left = state.Entries.RemoveAll(entry => entry.Id == claimId && entry.AppointmentId is not null);
        return left.Length == state.Entries.Length ? state : state with { Entries = left };
    }

    /// <summary>
    /// Closes time. What runs into the next book is only begun here: it stands once that book holds the rest, and is
    /// given up when it does not.
    /// </summary>
    public static Decision<DayBookState, Done> Block(
        DayBookState state, BlockTime command, BookDay day, string newId, DateTimeOffset now, ImmutableArray<BookEntry> lapsed)
    {
        var problems = Check(command, day, now);
        if (!problems.IsEmpty)
            return problems;
        var (end, label) = (command.End.ToUniversalTime(), command.Label.Trim());
        var entry = new BookEntry(newId, null, command.Start.ToUniversalTime(), end < day.End ? end : day.End, label);
        if (Place(state, entry, lapsed) is not { } placed)
            return Taken;
        if (end <= day.End)
            return Decide.Next(placed, Done.Value);
        var begun = placed with { Pending = new(newId, command.RequestId, end, label) };
        return Decide.Next(begun.Marked(PendingBreakMark, newId, now), Done.Value);
    }

    /// <summary>The part of a break that lies in the book after the one where it begins.</summary>
    public static Decision<DayBookState, Done> BlockRest(DayBookState state, BlockRest command, BookDay day, ImmutableArray<BookEntry> lapsed)
    {
        if (state.Entries.Any(entry => entry.Id == command.BreakId))
            return Decide.Unchanged(state, Done.Value);
        var entry = new BookEntry(command.BreakId, null, day.Start, command.End, command.Label);
        return Place(state, entry, lapsed) is { } placed ? Decide.Next(placed, Done.Value) : Taken;
    }

    /// <summary>The next book holds the rest: the break stands.</summary>
    public static DayBookState Stand(DayBookState state) => state.Unmarked(PendingBreakMark) with { Pending = null };

    /// <summary>The next book refused the rest: nothing of the break is left.</summary>
    public static DayBookState GiveUp(DayBookState state) => Opened(Stand(state), state.Pending!.Id);

    /// <summary>A break that reaches the end of this book may go on in the next one, which then opens its part too.</summary>
    public static Decision<DayBookState, Done> Unblock(DayBookState state, string breakId, BookDay day, DateTimeOffset now)
    {
        if (BreakOf(state, breakId) is not { } found)
            return new Problem("daybook.unknown_break", "This break is not in the book any more. Reload the page.");
        var opened = Opened(state, breakId);
        return Decide.Next(found.End < day.End ? opened : opened.Owe(breakId, OpenRestDelivery, day.Next.Id, breakId, now), Done.Value);
    }

    public static DayBookState UnblockRest(DayBookState state, string breakId) =>
        BreakOf(state, breakId) is null ? state : Opened(state, breakId);

    public static Problem UnknownResource => new("daybook.unknown_resource", "Choose a chair or a provider of the practice.", "Resource");

    private static Problem Taken => new("daybook.taken", "There is a visit or a break at this time already.", "Start");

    private static DayBookState? Place(DayBookState state, BookEntry entry, ImmutableArray<BookEntry> lapsed)
    {
        var standing = state.Entries.RemoveRange(lapsed);
        // A visit that moves by a few minutes lies over its own old time until that is given back.
        var isTaken = standing.Any(other => Overlaps(other, entry.Start, entry.End)
            && (other.AppointmentId is null || other.AppointmentId != entry.AppointmentId));
        return isTaken ? null : state with { Entries = [.. standing.Add(entry).OrderBy(held => held.Start)] };
    }

    /// <summary>What is wrong with a break, whoever's time it is to take.</summary>
    public static ImmutableArray<Problem> Check(BlockTime command, BookDay day, DateTimeOffset now)
    {
        var problems = ImmutableArray.CreateBuilder<Problem>();
        if (command.Start == default)
            problems.Add(new(SlotFault.NoBreakTime, "Enter the day and the times.", "Start"));
        else if (command.Start <= now.AddYears(-SlotFault.MostYears) || command.Start >= now.AddYears(SlotFault.MostYears))
            problems.Add(new("daybook.strange_year", $"This day is more than {SlotFault.MostYears} years from today. Check the year.", "Date"));
        else if (command.End <= command.Start)
            problems.Add(new("daybook.ends_before_start", "The break must end after it begins.", "End"));
        else if (command.Start < day.Start || command.Start >= day.End || command.End > day.Next.End || command.End - command.Start > _longestBreak)
            problems.Add(new("daybook.too_long", "A break may last a day at most. Make it several breaks.", "End"));
        if (command.Label.Trim() is "" or { Length: > LongestLabel } || command.Label.Any(char.IsControl))
            problems.Add(new("daybook.label", "Say in at most 60 characters what the break is.", "Label"));
        return problems.ToImmutable();
    }

    private static BookEntry? BreakOf(DayBookState state, string breakId) =>
        state.Entries.FirstOrDefault(entry => entry.Id == breakId && entry.AppointmentId is null);

    private static DayBookState Opened(DayBookState state, string breakId) =>
        state with { Entries = state.Entries.RemoveAll(entry => entry.Id == breakId && entry.AppointmentId is null) };

    private static bool Overlaps(BookEntry entry, DateTimeOffset start, DateTimeOffset end) => entry.Start < end && start < entry.End;
}
