using System.Collections.Immutable;
using Portal.Grains.Documents;

namespace Portal.Grains.Scheduling;

/// <summary>The document of one chair's or provider's day.</summary>
public sealed record DayBookState : DocumentState
{
    public ImmutableArray<BookEntry> Entries { get; init; } = [];

    /// <summary>A break whose rest is asked of the next book. Its part of this book is among the entries already.</summary>
    public PendingBreak? Pending { get; init; }
}

/// <summary>A break that runs into the next book and does not stand yet.</summary>
/// <param name="Id">The break, in both books.</param>
/// <param name="RequestId">The command's.</param>
/// <param name="End">When it ends (UTC).</param>
/// <param name="Label">What it is.</param>
/// <param name="Asked">The command's name and a digest of its content.</param>
public sealed record PendingBreak(string Id, string RequestId, DateTimeOffset End, string Label, string? Asked = null);

/// <summary>Time that is not free.</summary>
/// <param name="Id">The visit's claim, or the break.</param>
/// <param name="AppointmentId">The visit; none for a break.</param>
/// <param name="Start">Begin (UTC).</param>
/// <param name="End">End (UTC).</param>
/// <param name="Label">Of a break.</param>
public sealed record BookEntry(string Id, string? AppointmentId, DateTimeOffset Start, DateTimeOffset End, string Label = "");
