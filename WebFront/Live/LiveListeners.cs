using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Portal.WebFront.Live;

/// <summary>Who in this web front, beside browsers, wants to hear of topics: sockets of programs. They enter the topic in <see cref="LiveFront"/> themselves.</summary>
public sealed class LiveListeners
{
    private readonly ConcurrentDictionary<string, ImmutableArray<Action>> _listeners = new(StringComparer.Ordinal);

    /// <summary>Calls the action at each notice of the topic, until what is returned is disposed of. It must not block.</summary>
    public IDisposable Add(string topic, Action changed)
    {
        _listeners.AddOrUpdate(topic, _ => [changed], (_, others) => others.Add(changed));
        return new Listening(() => Remove(topic, changed));
    }

    public void Changed(string topic)
    {
        foreach (var listener in _listeners.GetValueOrDefault(topic, []))
            listener();
    }

    private void Remove(string topic, Action changed)
    {
        while (_listeners.TryGetValue(topic, out var listeners))
        {
            var left = listeners.Remove(changed);
            if (left.IsEmpty ? _listeners.TryRemove(KeyValuePair.Create(topic, listeners)) : _listeners.TryUpdate(topic, left, listeners))
                return;
        }
    }

    private sealed class Listening(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
