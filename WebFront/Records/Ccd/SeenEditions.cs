using Microsoft.Extensions.Caching.Memory;

namespace Portal.WebFront.Records.Ccd;

/// <summary>
/// Which editions of a summary this web front has noted that somebody saw. That a page only fetches again what it shows is
/// the browser's word: it counts only where the view is known.
/// </summary>
public sealed class SeenEditions : IDisposable
{
    private const int Remembered = 50_000;

    /// <summary>A page that is still open then is a view of another day.</summary>
    private static readonly TimeSpan _lasts = TimeSpan.FromHours(12);

    private readonly MemoryCache _seen = new(new MemoryCacheOptions { SizeLimit = Remembered });

    /// <summary>Whether the person has seen it according to the history.</summary>
    public bool Knows(string practice, string userId, string patientId, int version) => _seen.TryGetValue(KeyOf(practice, userId, patientId, version), out _);

    public void Note(string practice, string userId, string patientId, int version) =>
        _seen.Set(KeyOf(practice, userId, patientId, version), true, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = _lasts, Size = 1 });

    public void Dispose() => _seen.Dispose();

    private static (string, string, string, int) KeyOf(string practice, string userId, string patientId, int version) => (practice, userId, patientId, version);
}
