using System.Collections.Immutable;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Patients;

/// <summary>Closes the sign-in of somebody who may no longer have one. The item goes to the portal user's id.</summary>
public sealed class CloseAccessDelivery(IGrainFactory grains) : IDelivery
{
    public const string Kind = "access.close";

    public static TState Owe<TState>(TState state, string id, string userId, DateTimeOffset now)
        where TState : DocumentState => state.Owe(id, Kind, userId, Done.Value, now);

    /// <summary>Access was given again before the sign-in was closed: what is still owed would shut it.</summary>
    public static TState Forgo<TState>(TState state)
        where TState : DocumentState
    {
        var left = state.Outbox?.RemoveAll(item => item.Kind == Kind) ?? ImmutableArray<OutboxItem>.Empty;
        return state with { Outbox = left.IsEmpty ? null : left };
    }

    public async Task Deliver(OutboxItem item, CancellationToken cancellation)
    {
        var key = GrainKey.For(CallerScope.Required.Practice, item.To);
        var closed = await grains.GetGrain<IPortalUserGrain>(key).Close(item.Id);
        if (!closed.Succeeded)
            throw new InvalidOperationException($"The sign-in was not closed: {closed.Problems[0].Code}.");
    }
}
