using System.Collections.Concurrent;
using Portal.Grains.Interfaces.Live;

namespace Portal.WebFront.Tests.Live;

/// <summary>Topics whose lease is not answered, as while their silo is away.</summary>
public sealed class SilentTopics : IIncomingGrainCallFilter
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _silent = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, int> _asked = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _broken = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _lost = new(StringComparer.Ordinal);

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.InterfaceMethod?.Name is nameof(ILiveGrain.Publish) && _lost.ContainsKey(context.TargetId.Key.ToString()!))
            return Task.CompletedTask;
        if (context.InterfaceMethod?.Name != nameof(ILiveGrain.Attach))
            return context.Invoke();
        var key = context.TargetId.Key.ToString()!;
        _asked.AddOrUpdate(key, 1, (_, count) => count + 1);
        if (_broken.TryRemove(key, out _))
            throw new OperationCanceledException("The test breaks it off.");
        return _silent.TryGetValue(key, out var answer)
            ? answer.Task.ContinueWith(_ => context.Invoke(), TaskScheduler.Current).Unwrap()
            : context.Invoke();
    }

    /// <summary>How often the topic was leased.</summary>
    public int Asked(string key) => _asked.GetValueOrDefault(key);

    /// <summary>The next lease of the topic is broken off.</summary>
    public void BreakOff(string key) => _broken[key] = true;

    /// <summary>From now on nobody hears of the topic but by looking.</summary>
    public void Lose(string key) => _lost[key] = true;

    /// <summary>Until it is disposed of.</summary>
    public IDisposable Keep(string key)
    {
        _silent[key] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return new Silence(() =>
        {
            if (_silent.TryRemove(key, out var answer))
                answer.SetResult();
        });
    }

    private sealed class Silence(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
