namespace Portal.Grains.Patients;

/// <summary>
/// What a patient has promised to others who name it as guarantor, and whether it is about to get a guarantor itself,
/// between the question and the write. Each side asks the other in its own turn, so that two saves at the same moment
/// never make somebody guarantor who does not pay. What is written stands in the directory, so this is only remembered.
/// </summary>
internal sealed class FamilyPromises
{
    /// <summary>Longer than any save takes; afterwards the one who asked has died.</summary>
    private static readonly TimeSpan _lasts = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, DateTimeOffset> _accepted = new(StringComparer.Ordinal);
    private bool _joining;

    /// <summary>From here on nobody else is accepted.</summary>
    public void BeginToJoin() => _joining = true;

    public void EndToJoin() => _joining = false;

    /// <returns>Whether the patient promises to stay its own guarantor until the other one is saved.</returns>
    public bool Accept(string dependantId, DateTimeOffset now)
    {
        if (_joining)
            return false;
        _accepted[dependantId] = now + _lasts;
        return true;
    }

    public void Settle(string dependantId) => _accepted.Remove(dependantId);

    public bool Bind(DateTimeOffset now) => _accepted.Values.Any(until => until > now);
}
