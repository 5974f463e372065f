using System.Collections.Immutable;
using Portal.Grains.Interfaces.Apps;

namespace Portal.Grains.Apps;

/// <summary>The requests of the last minute, in parts of ten seconds, the oldest first.</summary>
public sealed record RequestRate(ImmutableArray<RequestRate.Part> Parts)
{
    public static readonly RequestRate None = new([]);

    private static readonly TimeSpan _window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _part = TimeSpan.FromSeconds(10);

    /// <summary>A share is this part of the limit, so that the loss of one that is not used up hardly shows.</summary>
    private const int SharesOfLimit = 50;

    /// <summary>Gives a share of what the limit leaves.</summary>
    public (RequestRate Next, RateShare Share) Draw(int limit, DateTimeOffset now)
    {
        var recent = Parts.RemoveAll(part => part.Until + _window <= now);
        var left = limit - recent.Sum(part => part.Requests);
        if (left <= 0)
            return (new(recent), new(0, recent[0].Until + _window - now));
        var share = Math.Min(left, Math.Max(1, limit / SharesOfLimit));
        var next = recent is [.., var last] && last.Since + _part > now
            ? recent.SetItem(recent.Length - 1, last with { Requests = last.Requests + share, Until = now })
            : recent.Add(new(now, now, share));
        return (new(next), new(share, _window));
    }

    /// <summary>What was given out within ten seconds; it counts until a minute after the last of it.</summary>
    public readonly record struct Part(DateTimeOffset Since, DateTimeOffset Until, int Requests);
}
