using System.Collections.Immutable;
using Portal.Grains.Interfaces.Scheduling;

namespace Portal.Grains.Interfaces.Records.Search;

/// <summary>What stands behind a parameter's name and a colon.</summary>
public enum SearchModifier
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Whether there is a value at all.</summary>
    Missing,

    /// <summary>The whole text as it is written.</summary>
    Exact,

    /// <summary>The text anywhere within.</summary>
    Contains,

    /// <summary>None of the values.</summary>
    Not,

    /// <summary>The words that go with a code.</summary>
    Text,

    /// <summary>An identifier of a type: <c>system|code|value</c>.</summary>
    OfType,

    /// <summary>The identifier inside a reference.</summary>
    Identifier,
}

/// <summary>One condition: one of the values must fit. Several conditions must all fit.</summary>
/// <param name="Parameter">The parameter's name, one of <see cref="SearchParameters"/>.</param>
/// <param name="Modifier">How the values are meant.</param>
/// <param name="Values">As in the address, still escaped.</param>
/// <param name="Type">Of a reference: the type that was named by <c>parameter:Type</c>.</param>
[GenerateSerializer, Immutable, Alias("portal.records.SearchFilter")]
public sealed record SearchFilter(
    [property: Id(0)] string Parameter,
    [property: Id(1)] SearchModifier Modifier,
    [property: Id(2)] ImmutableArray<string> Values,
    [property: Id(3)] string? Type = null);

/// <summary>By what a page is ordered.</summary>
[GenerateSerializer, Immutable, Alias("portal.records.SearchSort")]
public sealed record SearchSort([property: Id(0)] string Parameter, [property: Id(1)] bool Descending);

/// <summary>What is to come with the matches: what they refer to, or what refers to them.</summary>
/// <param name="Type">The type that has the reference.</param>
/// <param name="Parameter">The reference's parameter, or <c>*</c> for every reference.</param>
/// <param name="Target">The type referred to, if only one is wanted.</param>
/// <param name="Iterate">Whether what is included is looked at as well.</param>
[GenerateSerializer, Immutable, Alias("portal.records.SearchInclude")]
public sealed record SearchInclude(
    [property: Id(0)] string Type,
    [property: Id(1)] string Parameter,
    [property: Id(2)] string? Target,
    [property: Id(3)] bool Iterate);

/// <summary>Asks for the resources of one type that fit.</summary>
[GenerateSerializer, Immutable, Alias("portal.records.ResourceSearch")]
public sealed record ResourceSearch
{
    /// <summary>The largest page.</summary>
    public const int LargestPage = 1_000;

    /// <summary>A page ends early when its resources reach this: it goes through the cluster as one message.</summary>
    public const int LargestPageBytes = 8 * 1024 * 1024;

    /// <summary>The FHIR type.</summary>
    [Id(0)] public required string Type { get; init; }

    /// <summary>All of them must fit.</summary>
    [Id(1)] public ImmutableArray<SearchFilter> Filters { get; init; } = [];

    /// <summary>The order; without one, by the id, which no change moves: so no page misses what the one before did not have.</summary>
    [Id(2)] public ImmutableArray<SearchSort> Sort { get; init; } = [];

    /// <summary>Matches wanted, 0 to <see cref="LargestPage"/>; with 0 only the total is told.</summary>
    [Id(3)] public int Count { get; init; } = 50;

    /// <summary>The cursor of the page before, or none.</summary>
    [Id(4)] public string? After { get; init; }

    /// <summary><c>_include</c>.</summary>
    [Id(5)] public ImmutableArray<SearchInclude> Includes { get; init; } = [];

    /// <summary><c>_revinclude</c>.</summary>
    [Id(6)] public ImmutableArray<SearchInclude> ReverseIncludes { get; init; } = [];

    /// <summary>The practice's time zone (IANA), by which dates without one are meant; UTC where none is told.</summary>
    [Id(7)] public string? Zone { get; init; }

    /// <summary>The zone of <see cref="Zone"/>.</summary>
    public TimeZoneInfo Clock => Zone is null ? TimeZoneInfo.Utc : LocalTime.Zone(Zone);

    /// <summary>Whether resources of the type are made while they are read, so that only whole records tell which there are.</summary>
    public bool IsOfRecords => Type is "Communication" or "Provenance";
}

/// <summary>A resource as it is served: the stored one, with version and time of the last change in its <c>meta</c>.</summary>
[GenerateSerializer, Immutable, Alias("portal.records.ServedResource")]
public sealed record ServedResource
{
    /// <summary>The FHIR type.</summary>
    [Id(0)] public required string Type { get; init; }

    /// <summary>The id by FHIR's rule.</summary>
    [Id(1)] public required string Id { get; init; }

    /// <summary>Counts the changes, from 1.</summary>
    [Id(2)] public required int Version { get; init; }

    /// <summary>The time of the last change (UTC).</summary>
    [Id(3)] public required DateTimeOffset LastUpdated { get; init; }

    /// <summary>FHIR JSON in UTF-8. Not to be changed by whoever reads it.</summary>
    [Id(4)] public required byte[] Json { get; init; }

    /// <summary>Whether this version says that the resource was deleted; then there is no content.</summary>
    [Id(5)] public bool Deleted { get; init; }
}

/// <summary>Asks for a patient's whole record.</summary>
[GenerateSerializer, Immutable, Alias("portal.records.EverythingQuery")]
public sealed record EverythingQuery
{
    /// <summary>Only these types; empty for all.</summary>
    [Id(0)] public ImmutableArray<string> Types { get; init; } = [];

    /// <summary>Only what changed at or after this time (UTC).</summary>
    [Id(1)] public DateTimeOffset? Since { get; init; }

    /// <summary>Only care that was given on or after this day; what has no day of care always comes.</summary>
    [Id(2)] public DateOnly? Start { get; init; }

    /// <summary>Only care that was given on or before this day.</summary>
    [Id(3)] public DateOnly? End { get; init; }

    /// <summary>Resources wanted, 1 to <see cref="ResourceSearch.LargestPage"/>.</summary>
    [Id(4)] public int Count { get; init; } = ResourceSearch.LargestPage;

    /// <summary>The cursor of the page before, or none.</summary>
    [Id(5)] public string? After { get; init; }

    /// <summary>None of these types.</summary>
    [Id(6)] public ImmutableArray<string> Without { get; init; } = [];

    /// <summary>The practice's time zone (IANA), by whose days <see cref="Start"/> and <see cref="End"/> are meant; UTC where none is told.</summary>
    [Id(7)] public string? Zone { get; init; }
}

/// <summary>Asks for the versions of one resource.</summary>
[GenerateSerializer, Immutable, Alias("portal.records.HistoryQuery")]
public sealed record HistoryQuery
{
    /// <summary>The largest page.</summary>
    public const int LargestPage = 100;

    /// <summary>The FHIR type.</summary>
    [Id(0)] public required string Type { get; init; }

    /// <summary>The id.</summary>
    [Id(1)] public required string Id { get; init; }

    /// <summary>Only versions of this time or later (UTC).</summary>
    [Id(2)] public DateTimeOffset? Since { get; init; }

    /// <summary>Versions wanted, 1 to <see cref="LargestPage"/>.</summary>
    [Id(3)] public int Count { get; init; } = LargestPage;

    /// <summary>Only versions below this one: the cursor of the page before, or none.</summary>
    [Id(4)] public int? Before { get; init; }
}

/// <summary>A page of what was found.</summary>
[GenerateSerializer, Immutable, Alias("portal.records.ResourcesFound")]
public sealed record ResourcesFound
{
    /// <summary>The resources that fit, in the order asked for.</summary>
    [Id(0)] public ImmutableArray<ServedResource> Matches { get; init; } = [];

    /// <summary>What comes with them, each once.</summary>
    [Id(1)] public ImmutableArray<ServedResource> Included { get; init; } = [];

    /// <summary>How many fit in all; none when it was not counted.</summary>
    [Id(2)] public int? Total { get; init; }

    /// <summary>The cursor of the next page, or none at the end.</summary>
    [Id(3)] public string? Next { get; init; }
}
