using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Records;

namespace Portal.WebFront.Records;

/// <summary>Waits for the end of an import.</summary>
public sealed class ImportWatch(IGrainFactory grains, TimeProvider time)
{
    private static readonly TimeSpan _firstLook = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _longestWait = TimeSpan.FromMilliseconds(500);

    /// <summary>The import at its end, or as it stands when the patience is used up.</summary>
    public async Task<ImportView?> Wait(string practice, string importId, TimeSpan patience, CancellationToken cancellation)
    {
        var import = grains.GetGrain<IImportGrain>(GrainKey.For(practice, importId));
        var started = time.GetTimestamp();
        for (var wait = _firstLook; ; wait = wait * 2 < _longestWait ? wait * 2 : _longestWait)
        {
            var view = await import.View();
            if (view is null or { EndedAt: not null } or { Stuck: true } || time.GetElapsedTime(started) > patience)
                return view;
            await Task.Delay(wait, time, cancellation);
        }
    }
}
