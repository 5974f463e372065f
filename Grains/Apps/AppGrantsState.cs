using System.Collections.Immutable;
using Portal.Grains.Documents;

namespace Portal.Grains.Apps;

/// <summary>The apps that a person has connected.</summary>
public sealed record AppGrantsState : DocumentState
{
    /// <summary>The latest first.</summary>
    public ImmutableArray<AppGrant> Grants { get; init; } = [];
}

/// <summary>What a person agreed to.</summary>
public sealed record AppGrant
{
    public required string Id { get; init; }

    public required string AppId { get; init; }

    public string? PatientId { get; init; }

    public required string Scope { get; init; }

    public bool Lasting { get; init; }

    /// <summary>The person's session that it ends with.</summary>
    public string? SessionId { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>When it ends by itself; a lasting one goes on from each use.</summary>
    public DateTimeOffset Until { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }
}
