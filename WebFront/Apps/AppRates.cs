using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Apps;

namespace Portal.WebFront.Apps;

/// <summary>How often an app, and all apps together about one patient, may ask, of all web fronts together.</summary>
public sealed class AppRates(IGrainFactory grains, IOptions<SmartSettings> settings, TimeProvider time) : IDisposable
{
    private readonly MemoryCache _held = new(new MemoryCacheOptions());
    private readonly ConcurrentDictionary<string, Task<Held>> _drawing = new(StringComparer.Ordinal);

    /// <summary>None when the app may go on, else after how many seconds it may ask again.</summary>
    public async Task<string?> Wait(Caller caller)
    {
        using var system = CallerScope.Use(Caller.System(caller.Practice));
        // Whoever is refused for one patient takes nothing from what the app has for all the others.
        var wait = caller.OnlyPatientId is { } patient
            ? await Wait(GrainKey.For(caller.Practice, $"patient.{patient}"), settings.Value.RequestsPerPatientAndMinute)
            : null;
        wait ??= await Wait(GrainKey.For(caller.Practice, $"app.{caller.AppId}"), settings.Value.RequestsPerMinute);
        return wait is { } left ? ((int)Math.Ceiling(left.TotalSeconds)).ToString(CultureInfo.InvariantCulture) : null;
    }

    public void Dispose() => _held.Dispose();

    private async Task<TimeSpan?> Wait(string key, int limit)
    {
        for (var held = _held.Get<Held>(key); ; held = await Next(key, limit))
        {
            var left = held?.Until - time.GetUtcNow();
            if (left is null || left <= TimeSpan.Zero)
                continue;
            if (held!.Take())
                return null;
            // One that is used up is followed by another; that there was none holds until its time is over.
            if (held.WasNone)
                return left;
        }
    }

    /// <summary>The next share: of many requests that find none one draws, and the others take from it, or all of the limit would be lost in shares.</summary>
    private async Task<Held> Next(string key, int limit)
    {
        var mine = new TaskCompletionSource<Held>(TaskCreationOptions.RunContinuationsAsynchronously);
        var drawing = _drawing.GetOrAdd(key, mine.Task);
        if (drawing != mine.Task)
            return await drawing;
        try
        {
            // Somebody may have drawn between the look at what is held and here.
            var held = _held.Get<Held>(key) is { } there && there.Holds(time.GetUtcNow()) ? there : await Draw(key, limit);
            mine.SetResult(held);
            return held;
        }
        catch (Exception failure)
        {
            mine.SetException(failure);
            throw;
        }
        finally
        {
            _drawing.TryRemove(key, out _);
        }
    }

    private async Task<Held> Draw(string key, int limit)
    {
        var share = await grains.GetGrain<IAppRateGrain>(key).Draw(limit);
        return _held.Set(key, new Held(share.Requests, time.GetUtcNow() + share.For), share.For);
    }

    /// <summary>A share, or the time for which there is none.</summary>
    private sealed class Held(int requests, DateTimeOffset until)
    {
        private int _left = requests;

        public DateTimeOffset Until => until;

        public bool WasNone { get; } = requests == 0;

        /// <summary>Whether there is something to take, or that there was none still holds.</summary>
        public bool Holds(DateTimeOffset now) => now < until && (WasNone || Volatile.Read(ref _left) > 0);

        public bool Take() => Interlocked.Decrement(ref _left) >= 0;
    }
}
