using System.Collections.Immutable;

namespace Portal.Grains.Interfaces.Records;

/// <summary>What was changed in the practice's settings about something that is a FHIR resource too.</summary>
/// <param name="Type">Organization, Location (of a site or a chair), Practitioner, PractitionerRole or HealthcareService (of a shared inbox).</param>
/// <param name="Id">The id in the settings; of a PractitionerRole the provider's.</param>
/// <param name="Elements">The groups of elements that were changed; of something new all that it has.</param>
/// <param name="OnlyOurs">An import has changed the settings: what was made here follows, and what came stays as it came.</param>
[GenerateSerializer, Immutable, Alias("portal.records.RosterChange")]
public sealed record RosterChange(
    [property: Id(0)] string Type,
    [property: Id(1)] string Id,
    [property: Id(2)] ImmutableArray<string> Elements,
    [property: Id(3)] bool OnlyOurs = false);
