namespace Portal.Grains.Interfaces.Access;

/// <summary>
/// The caller of the code that runs now. A web front sets it from the signed-in principal; the call filters carry it
/// over the wire, so that inside a grain it is the verified caller of the current call.
/// </summary>
public static class CallerScope
{
    private static readonly AsyncLocal<Caller?> _current = new();

    /// <summary>The caller, or none outside a call.</summary>
    public static Caller? Current => _current.Value;

    /// <summary>The caller of the current call.</summary>
    /// <exception cref="InvalidOperationException">There is no current call.</exception>
    public static Caller Required => _current.Value ?? throw new InvalidOperationException("No caller: set CallerScope first.");

    /// <summary>Runs what follows on behalf of the caller, until the returned scope is disposed.</summary>
    public static IDisposable Use(Caller? caller)
    {
        var before = _current.Value;
        _current.Value = caller;
        return new Restore(before);
    }

    private sealed class Restore(Caller? before) : IDisposable
    {
        public void Dispose() => _current.Value = before;
    }
}
