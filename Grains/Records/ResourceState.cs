using System.Collections.Immutable;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records;

/// <summary>One clinical resource, a row of its own; only the patient's <see cref="RecordGrain"/> writes it.</summary>
public sealed record ResourceState : DocumentState
{
    public const string StateName = "resource";

    /// <summary>What a resource was before a change: a row for each version, written once.</summary>
    public const string VersionStateName = "resource_version";

    public string PatientId { get; init; } = "";
    public string Type { get; init; } = "";
    public string Id { get; init; } = "";
    public string? OriginalId { get; init; }
    public int VersionId { get; init; }
    public DateTimeOffset LastUpdated { get; init; }

    /// <summary>SHA-256 of the content with its properties in order, so that their order alone is no change.</summary>
    public string Hash { get; init; } = "";

    /// <summary>
    /// The hash of what an import delivered last, when it was changed since, by people or by a program; none when what is
    /// stored was delivered, empty when nothing ever was. So an old file undoes nothing.
    /// </summary>
    public string? Came { get; init; }
    public string Date { get; init; } = "";
    public string Status { get; init; } = "";
    public string Category { get; init; } = "";
    public ImmutableArray<string> Codes { get; init; } = [];
    public string Title { get; init; } = "";

    /// <summary>As text and not as a part of the document: a database may not keep the order or the spelling of numbers.</summary>
    public string Json { get; init; } = "";

    /// <summary>The practice's system took it back. Older versions stay.</summary>
    public bool Deleted { get; init; }

    public StoredResource ToView() => new()
    {
        PatientId = PatientId,
        Type = Type,
        Id = Id,
        Version = VersionId,
        LastUpdated = LastUpdated,
        Json = Json,
    };
}
