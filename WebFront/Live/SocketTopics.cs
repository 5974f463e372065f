namespace Portal.WebFront.Live;

/// <summary>
/// The topics that one socket watches, each counted once in the front. A socket may end while its page is still being
/// answered: what it takes after that counts no more.
/// </summary>
internal sealed class SocketTopics(LiveFront front)
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private bool _ended;

    /// <returns>False when it is watched already, or the socket has ended.</returns>
    public bool Take(string key, string token)
    {
        lock (_lock)
        {
            if (_ended || !_keys.Add(key))
                return false;
            front.Enter(key, token);
            return true;
        }
    }

    /// <summary>Gives up every topic but those, and says which.</summary>
    public IReadOnlyList<string> KeepOnly(IReadOnlyCollection<string> keys)
    {
        lock (_lock)
        {
            string[] left = [.. _keys.Except(keys)];
            foreach (var key in left)
                Leave(key);
            return left;
        }
    }

    public void End()
    {
        lock (_lock)
        {
            _ended = true;
            foreach (var key in _keys.ToArray())
                Leave(key);
        }
    }

    private void Leave(string key)
    {
        _keys.Remove(key);
        front.Release(key);
    }
}
