using System.Collections.Immutable;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Scheduling;

namespace Portal.Grains.Scheduling;

/// <summary>Nobody's time is held twice.</summary>
public static class DayBookRules
{
    private const int LongestLabel = 60;

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

    public static Decision<DayBookState, Done> Block(
        DayBookState state, BlockTime command, BookDay day, string newId, ImmutableArray<BookEntry> lapsed)
    {
        var problems = Check(command, day);
        if (!problems.IsEmpty)
            return problems;
        var entry = new BookEntry(newId, null, command.Start.ToUniversalTime(), command.End.ToUniversalTime(), command.Label.Trim());
        return Place(state, entry, lapsed) is { } placed ? Decide.Next(placed, Done.Value) : Taken;
    }

    public static Decision<DayBookState, Done> Unblock(DayBookState state, string breakId)
    {
        var left = state.Entries.RemoveAll(entry => entry.Id == breakId && entry.AppointmentId is null);
        return left.Length == state.Entries.Length
            ? new Problem("daybook.unknown_break", "This break is not in the book any more. Reload the page.")
            : Decide.Next(state with { Entries = left }, Done.Value);
    }

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

    private static ImmutableArray<Problem> Check(BlockTime command, BookDay day)
    {
        var problems = ImmutableArray.CreateBuilder<Problem>();
        if (command.End <= command.Start)
            problems.Add(new("daybook.ends_before_start", "The break must end after it begins.", "End"));
        else if (command.Start < day.Start || command.End > day.End)
            problems.Add(new("daybook.across_days", "This break runs into another day of the book. Make it two breaks.", "End"));
        if (command.Label.Trim() is "" or { Length: > LongestLabel } || command.Label.Any(char.IsControl))
            problems.Add(new("daybook.label", "Say in at most 60 characters what the break is.", "Label"));
        return problems.ToImmutable();
    }

    private static bool Overlaps(BookEntry entry, DateTimeOffset start, DateTimeOffset end) => entry.Start < end && start < entry.End;
}
