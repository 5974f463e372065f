using System.Collections.Immutable;

namespace Portal.Grains.Audit;

/// <summary>
/// What a grain tells the audit trail of the call that it carries out. To its caller something that may not be seen
/// does not exist; the trail knows better.
/// </summary>
public sealed class AuditedCall : IDisposable
{
    private static readonly AsyncLocal<AuditedCall?> _current = new();

    private readonly AuditedCall? _outer = _current.Value;

    private AuditedCall() => _current.Value = this;

    /// <summary>Whether the caller had no right to what was asked for.</summary>
    public bool WasRefused { get; private set; }

    /// <summary>Whether the call is about nothing that there is.</summary>
    public bool WasAboutNothing { get; private set; }

    /// <summary>Whether the call goes on with something that has its entry already.</summary>
    public bool WasNoted { get; private set; }

    /// <summary>The patients whose resources the answer holds where it is not about one: each has an entry.</summary>
    public ImmutableArray<string> Patients { get; private set; } = [];

    public static AuditedCall Begin() => new();

    /// <summary>Says whose resources the answer to the current call holds.</summary>
    public static void About(IEnumerable<string> patients) => _current.Value?.Patients = [.. patients.Distinct(StringComparer.Ordinal)];

    /// <summary>Says that the current call is a further page of what has its entry.</summary>
    public static void GoesOn() => _current.Value?.WasNoted = true;

    /// <summary>Says that what the current call is about does not exist, so that strangers cannot fill the trail by guessing.</summary>
    public static void AboutNothing() => _current.Value?.WasAboutNothing = true;

    /// <summary>Says that the caller of the current call has no right to what it asks for.</summary>
    /// <returns><c>false</c>, as the answer to whether it may.</returns>
    public static bool Refuse()
    {
        _current.Value?.WasRefused = true;
        return false;
    }

    public void Dispose() => _current.Value = _outer;
}
