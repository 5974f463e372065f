namespace Portal.WebFront.Records.Subscriptions;

/// <summary>
/// How many sockets a web front has. Anybody may open one and has some seconds for the token, so those without one are few,
/// and fewer from one network: they never take the places of subscribers.
/// </summary>
public sealed class SocketPlaces
{
    /// <summary>Sockets that are bound to subscriptions.</summary>
    public const int Most = 1_000;

    /// <summary>Sockets whose token has not come yet.</summary>
    public const int MostUnbound = 100;

    /// <summary>Those from one network.</summary>
    public const int MostUnboundOfNetwork = 10;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _unbound = new(StringComparer.Ordinal);
    private int _unboundOfAll;
    private int _bound;

    /// <summary>A place for a socket; none when there are too many.</summary>
    public SocketPlace? Take(string network)
    {
        lock (_lock)
        {
            var ofNetwork = _unbound.GetValueOrDefault(network);
            if (_bound >= Most || _unboundOfAll >= MostUnbound || ofNetwork >= MostUnboundOfNetwork)
                return null;
            _unbound[network] = ofNetwork + 1;
            _unboundOfAll++;
            return new(this, network);
        }
    }

    internal void Bind(string network)
    {
        lock (_lock)
        {
            LeaveUnbound(network);
            _bound++;
        }
    }

    internal void Leave(string network, bool isBound)
    {
        lock (_lock)
        {
            if (isBound)
                _bound--;
            else
                LeaveUnbound(network);
        }
    }

    private void LeaveUnbound(string network)
    {
        _unboundOfAll--;
        if (--_unbound[network] == 0)
            _unbound.Remove(network);
    }
}

/// <summary>The place of one socket.</summary>
public sealed class SocketPlace : IDisposable
{
    private readonly SocketPlaces _places;
    private readonly string _network;
    private bool _isBound;

    internal SocketPlace(SocketPlaces places, string network)
    {
        _places = places;
        _network = network;
    }

    /// <summary>Its token has come.</summary>
    public void Bind()
    {
        if (_isBound)
            return;
        _isBound = true;
        _places.Bind(_network);
    }

    public void Dispose() => _places.Leave(_network, _isBound);
}
