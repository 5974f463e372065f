using Portal.Grains.Documents;

namespace Portal.Grains.Access;

/// <summary>Free without a user, held with a time, owned without one.</summary>
public sealed record LoginNameState : DocumentState
{
    public string? UserId { get; init; }
    public string? Claim { get; init; }
    public DateTimeOffset? HeldUntil { get; init; }
}
