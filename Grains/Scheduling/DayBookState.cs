using System.Collections.Immutable;
using Portal.Grains.Documents;

namespace Portal.Grains.Scheduling;

/// <summary>The document of one chair's or provider's day.</summary>
public sealed record DayBookState : DocumentState
{
    public ImmutableArray<BookEntry> Entries { get; init; } = [];
}

/// <summary>Time that is not free.</summary>
/// <param name="Id">The visit's claim, or the break.</param>
/// <param name="AppointmentId">The visit; none for a break.</param>
/// <param name="Start">Begin (UTC).</param>
/// <param name="End">End (UTC).</param>
/// <param name="Label">Of a break.</param>
public sealed record BookEntry(string Id, string? AppointmentId, DateTimeOffset Start, DateTimeOffset End, string Label = "");
