using System.Collections.Concurrent;
using Portal.Grains.Interfaces.Audit;

namespace Portal.Silo.Audit;

/// <summary>
/// Views that are in the trail, by person, page and what was read. Whether a call only fetches again what a page shows
/// is the browser's word: it counts only where the first view of just that is known. What is forgotten, or was noted by
/// another silo, is counted once more.
/// </summary>
internal sealed class SeenPages(TimeProvider time)
{
    private const int Remembered = 50_000;

    /// <summary>A page that is still open then is a view of another day.</summary>
    private static readonly TimeSpan _lasts = TimeSpan.FromHours(12);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _seen = new(StringComparer.Ordinal);

    /// <summary>Whether the view is in the trail already.</summary>
    public bool Knows(OpenPage page, string view) =>
        page.IsRefresh && _seen.TryGetValue(view, out var at) && time.GetUtcNow() - at < _lasts;

    /// <summary>The view is in the trail now.</summary>
    public void Note(string view)
    {
        if (_seen.Count >= Remembered)
            _seen.Clear();
        _seen[view] = time.GetUtcNow();
    }
}
