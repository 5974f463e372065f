using System.Collections.Immutable;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Webmail;

namespace Portal.Grains.Webmail;

/// <summary>Who is writing in a conversation right now. In memory only; it goes out by itself.</summary>
public sealed class WritingNow(TimeProvider time)
{
    private readonly Dictionary<string, (string Name, bool Staff, DateTimeOffset Until)> _writers = new(StringComparer.Ordinal);

    /// <returns>Whether others should be told: the person was not known to be writing.</returns>
    public bool Started(Caller caller, bool staff)
    {
        var now = time.GetUtcNow();
        var known = _writers.TryGetValue(caller.UserId, out var writer) && writer.Until > now;
        _writers[caller.UserId] = (caller.Name, staff, now + WebmailLimits.WritingLasts);
        return !known;
    }

    public bool IsQuiet => _writers.Count == 0;

    /// <summary>Forgets those who have not been heard of.</summary>
    /// <returns>Whether there were any.</returns>
    public bool SomeoneEnded()
    {
        var now = time.GetUtcNow();
        var ended = _writers.Where(entry => entry.Value.Until <= now).Select(entry => entry.Key).ToList();
        foreach (var userId in ended)
            _writers.Remove(userId);
        return ended.Count > 0;
    }

    public void Stopped(string userId) => _writers.Remove(userId);

    /// <summary>Staff see names; a patient sees that the practice writes, not who.</summary>
    public ImmutableArray<string> Others(string userId, bool staff, string practiceName)
    {
        var now = time.GetUtcNow();
        return
        [
            .. _writers
                .Where(entry => entry.Key != userId && entry.Value.Until > now)
                .Select(entry => staff || !entry.Value.Staff ? entry.Value.Name : practiceName)
                .Distinct(),
        ];
    }
}
