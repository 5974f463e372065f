using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Scheduling;

namespace Portal.Grains.Scheduling;

/// <summary>The day books that a visit needs at a slot. All visits ask them in the same order.</summary>
internal sealed class AppointmentBooks(IGrainFactory grains, GrainKey appointment, Slot slot)
{
    /// <summary>Holds the time in every book, or says which refuses it. What was held by then stays held.</summary>
    public async Task<Problem?> Hold(string claimId)
    {
        using var system = CallerScope.Use(Caller.System(appointment.Practice));
        foreach (var book in BookDay.Of(slot))
        {
            var held = await Book(book).Hold(new HoldTime(appointment.Id, claimId, slot.Start, slot.End));
            if (!held.Succeeded)
                return Taken(book);
        }

        return null;
    }

    public async Task Release(string claimId)
    {
        using var system = CallerScope.Use(Caller.System(appointment.Practice));
        foreach (var book in BookDay.Of(slot))
            await Book(book).Release(claimId);
    }

    private static Problem Taken(BookDay book) => book.Resource.StartsWith(BookDay.Chair(""), StringComparison.Ordinal)
        ? new("appointment.slot_taken", "The chair is not free at this time. Choose another time or another chair.", "Chair")
        : new("appointment.slot_taken", "The provider is not free at this time. Choose another time or another provider.", "Provider");

    private IDayBookGrain Book(BookDay book) => grains.GetGrain<IDayBookGrain>(book.Key(appointment.Practice));
}
