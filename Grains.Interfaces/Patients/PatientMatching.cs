using System.Collections.Immutable;

namespace Portal.Grains.Interfaces.Patients;

/// <summary>How sure it is that two are the same person (FHIR match-grade).</summary>
[GenerateSerializer, Alias("portal.patients.MatchGrade")]
public enum MatchGrade
{
    /// <summary>Worth a look.</summary>
    Possible,

    /// <summary>Likely.</summary>
    Probable,

    /// <summary>So much agrees, and nothing speaks against it, that it is taken for the same person.</summary>
    Certain,
}

/// <summary>Asks who of the practice's patients a person is.</summary>
[GenerateSerializer, Immutable, Alias("portal.patients.MatchQuery")]
public sealed record MatchQuery
{
    /// <summary>Candidates that are returned at most, unless fewer are asked for.</summary>
    public const int MostMatches = 50;

    /// <summary>What is known of the person; empty is not known.</summary>
    [Id(0)] public required Demographics Person { get; init; }

    /// <summary>Ids of patients who have one of the person's identifiers.</summary>
    [Id(1)] public ImmutableArray<string> Identified { get; init; } = [];

    /// <summary>Matches wanted, 1 to <see cref="MostMatches"/>.</summary>
    [Id(2)] public int Count { get; init; } = MostMatches;

    /// <summary>Only the one that is certain; none when two are.</summary>
    [Id(3)] public bool OnlyCertain { get; init; }
}

/// <summary>A patient who may be the person.</summary>
/// <param name="Id">The patient's id.</param>
/// <param name="Percent">How much speaks for it, 0 to 100.</param>
/// <param name="Grade">What that means.</param>
[GenerateSerializer, Immutable, Alias("portal.patients.PatientMatch")]
public sealed record PatientMatch([property: Id(0)] string Id, [property: Id(1)] int Percent, [property: Id(2)] MatchGrade Grade);
