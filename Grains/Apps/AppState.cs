using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Apps;

namespace Portal.Grains.Apps;

/// <summary>An app that a practice registered. Its secret is never here, only the digest of it.</summary>
public sealed record AppState : DocumentState
{
    public AppDraft? Draft { get; init; }

    public string? SecretSha256 { get; init; }

    public bool Stopped { get; init; }

    public DateTimeOffset RegisteredAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }
}
