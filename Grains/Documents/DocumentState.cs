using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Portal.Grains.Documents;

/// <summary>What every stored document has beside its own fields. Immutable: a rule returns the next one.</summary>
public abstract record DocumentState
{
    /// <summary>The schema number that wrote the document.</summary>
    [JsonPropertyName("v"), JsonPropertyOrder(-10)]
    public int Version { get; init; } = 1;

    /// <summary>The last commands that had an effect, as many as the document's grain remembers, with their answers.</summary>
    public ImmutableArray<AnsweredRequest>? Answered { get; init; }

    /// <summary>Deliveries owed to others. Absent when there are none, so that an index finds open ones.</summary>
    public ImmutableArray<OutboxItem>? Outbox { get; init; }
}

/// <summary>A command that had an effect, and what was answered.</summary>
/// <param name="Id">Its request id.</param>
/// <param name="Answer">What was answered.</param>
/// <param name="Asked">Its name and a digest of its content.</param>
public sealed record AnsweredRequest(string Id, JsonElement Answer, string? Asked = null);

/// <summary>A delivery that the document owes to another grain or to the world.</summary>
public sealed record OutboxItem
{
    public required string Id { get; init; }
    public required string Kind { get; init; }

    /// <summary>The grain key or the address kind that the delivery goes to; its meaning is the kind's.</summary>
    public required string To { get; init; }
    public required JsonElement Payload { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public int Attempts { get; init; }
    public DateTimeOffset? NotBefore { get; init; }
    public string? LastProblem { get; init; }
    public bool Parked { get; init; }
}
