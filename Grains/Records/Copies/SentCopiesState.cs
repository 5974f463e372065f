using System.Collections.Immutable;
using Portal.Grains.Documents;

namespace Portal.Grains.Records.Copies;

/// <summary>When a person has sent summaries, as far back as it counts.</summary>
public sealed record SentCopiesState : DocumentState
{
    public const string GrainName = "sent_copies";

    public ImmutableArray<DateTimeOffset> SentAt { get; init; } = [];
}
