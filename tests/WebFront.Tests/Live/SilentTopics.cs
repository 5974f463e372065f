using System.Collections.Concurrent;
using Portal.Grains.Interfaces.Live;

namespace Portal.WebFront.Tests.Live;

/// <summary>Topics whose lease is not answered, as while their silo is away.</summary>
public sealed class SilentTopics : IIncomingGrainCallFilter
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _silent = new(StringComparer.Ordinal);

    public Task Invoke(IIncomingGrainCallContext context) =>
        context.InterfaceMethod?.Name == nameof(ILiveGrain.Attach) && _silent.TryGetValue(context.TargetId.Key.ToString()!, out var answer)
            ? answer.Task.ContinueWith(_ => context.Invoke(), TaskScheduler.Current).Unwrap()
            : context.Invoke();

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
