using System.Collections.Immutable;
using System.Text.Json;
using Hl7.Fhir.Model;
using Portal.Grains.Interfaces.Records;

namespace Portal.WebFront.Records;

/// <summary>One entry of an input, read but not yet understood.</summary>
public sealed record InputEntry
{
    public required int Order { get; init; }
    public required string Place { get; init; }
    public JsonElement Json { get; init; }
    public Resource? Resource { get; init; }
    public string Type { get; init; } = "";

    /// <summary>By FHIR's rule; empty for a resource that cannot be taken.</summary>
    public string Id { get; init; } = "";
    public string? OriginalId { get; init; }
    public string? FullUrl { get; init; }
    public ImmutableArray<ImportProblem> Problems { get; init; } = [];

    public string Reference => $"{Type}/{Id}";
}
