using System.Collections.Immutable;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Scheduling;

namespace Portal.Grains.Scheduling;

/// <summary>The day books that a visit needs at a slot. All visits ask them in the same order.</summary>
internal sealed class AppointmentBooks(IGrainFactory grains, GrainKey appointment, Slot slot)
{
    /// <summary>
    /// Holds the time in every book, or tells whose time is taken. What was held before the first refusal stays held; the
    /// books after it are only asked, so that who is refused anyway stands in nobody's way.
    /// </summary>
    public async Task<ImmutableArray<string>> Hold(string claimId)
    {
        using var system = CallerScope.Use(Caller.System(appointment.Practice));
        var taken = new List<string>();
        foreach (var book in BookDay.Of(slot))
        {
            var time = new HoldTime(appointment.Id, claimId, slot.Start, slot.End);
            var isFree = taken.Count == 0 ? (await Book(book).Hold(time)).Succeeded : await Book(book).IsFree(time, []);
            if (!isFree)
                taken.Add(book.Resource);
        }

        return [.. taken.Distinct(StringComparer.Ordinal)];
    }

    public async Task Release(string claimId)
    {
        using var system = CallerScope.Use(Caller.System(appointment.Practice));
        foreach (var book in BookDay.Of(slot))
            await Book(book).Release(claimId);
    }

    private IDayBookGrain Book(BookDay book) => grains.GetGrain<IDayBookGrain>(book.Key(appointment.Practice));
}
