using Hl7.Fhir.Model;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Records.Reflection;
using Location = Hl7.Fhir.Model.Location;

namespace Portal.WebFront.Records.Mapping;

/// <summary>
/// FHIR Organization, Location, HealthcareService, Practitioner and PractitionerRole → the practice's own data. Those of other
/// organizations are kept in the record only.
/// </summary>
internal static class PracticeMapping
{
    /// <summary>The HL7 extension with the IANA name of a location's time zone.</summary>
    public const string TimeZoneExtension = "http://hl7.org/fhir/StructureDefinition/timezone";

    public static ImportAct Of(InputEntry entry, Organization organization, ImportContext context)
    {
        if (!context.IsOwn(entry.Reference))
            return new();
        return new()
        {
            Profile = new PracticeCard
            {
                Slug = context.Slug,
                Name = organization.Name ?? "",
                Phone = Contacts.Value(organization.Telecom, ContactPoint.ContactPointSystem.Phone),
                Email = Contacts.Value(organization.Telecom, ContactPoint.ContactPointSystem.Email),
                PatientFacingUrl = Contacts.Value(organization.Telecom, ContactPoint.ContactPointSystem.Url),
                Address = Contacts.OneLine(organization.Address.FirstOrDefault()),
            },
        };
    }

    public static ImportAct Of(InputEntry entry, HealthcareService service, ImportContext context)
    {
        if (!context.IsOwn(service.ProvidedBy?.Reference))
            return new();
        context.Pools.Add(entry.Id);
        return new() { Pool = new(entry.Id, service.Name ?? "", service.Comment ?? "", OutOfUse: service.Active is false) };
    }

    public static ImportAct Of(InputEntry entry, Location location, ImportContext context)
    {
        if (context.References.IdOf("Location", location.PartOf?.Reference) is { } site)
            return context.Sites.Contains(site) ? new() { Chair = ChairOf(entry.Id, site, location, context) } : new();
        if (!context.IsOwn(location.ManagingOrganization?.Reference))
            return new();
        context.Sites.Add(entry.Id);
        return new()
        {
            Location = new(
                entry.Id,
                location.Name ?? "",
                location.GetExtensionValue<Code>(TimeZoneExtension)?.Value ?? "",
                Contacts.OneLine(location.Address),
                Contacts.Value(location.Telecom, ContactPoint.ContactPointSystem.Phone),
                IsClosed(location)),
        };
    }

    public static ImportAct Of(InputEntry entry, PractitionerRole role, ImportContext context)
    {
        if (!context.IsOwn(role.Organization?.Reference)
            || context.References.IdOf("Practitioner", role.Practitioner?.Reference) is not { } id
            || KindOf(role) is not { } kind)
        {
            return new();
        }

        var name = context.NameOf(role.Practitioner?.Reference);
        if (name.Length == 0)
            name = role.Practitioner?.Display ?? context.Providers.GetValueOrDefault(id, "");
        context.Providers[id] = name;
        var person = new ProviderPerson(id, name, context.EmailOf(role.Practitioner?.Reference));
        // Systems keep the roles that somebody had before beside the present one.
        if (role.Active is false && context.WorksInAnother(entry, id))
            return new() { Person = person };
        var sites = role.Location.Select(location => context.References.IdOf("Location", location.Reference)).OfType<string>();
        return new()
        {
            Provider = new(id, name, kind, [.. sites], AcceptsMessages(role), Contacts.Value(role.Telecom, ContactPoint.ContactPointSystem.Email), role.Active is false),
            Person = person,
        };
    }

    public static ImportAct Of(InputEntry entry, Practitioner practitioner) =>
        new() { Person = new(entry.Id, Names.OfProvider(practitioner.Name), Contacts.Value(practitioner.Telecom, ContactPoint.ContactPointSystem.Email)) };

    private static bool AcceptsMessages(PractitionerRole role) =>
        role.GetExtensionValue<FhirBoolean>(RosterChanges.AcceptsMessages)?.Value ?? role.Active is not false;

    /// <summary>For good or for a time.</summary>
    private static bool IsClosed(Location location) => location.Status is Location.LocationStatus.Inactive or Location.LocationStatus.Suspended;

    private static Chair ChairOf(string id, string site, Location location, ImportContext context)
    {
        var order = context.Chairs.TryGetValue(id, out var known)
            ? known.Order
            : context.Chairs.Values.Count(chair => chair.LocationId == site) + 1;
        var chair = new Chair(id, site, location.Name ?? "", order, IsClosed(location));
        context.Chairs[id] = chair;
        return chair;
    }

    /// <summary>By the NUCC code (1223… are dentists, 124Q… hygienists) or by the words.</summary>
    internal static ProviderKind? KindOf(PractitionerRole role)
    {
        var concepts = role.Code.Concat(role.Specialty).ToList();
        var words = concepts
            .SelectMany(concept => concept.Coding.SelectMany(coding => new[] { coding.Code, coding.Display }).Append(concept.Text))
            .OfType<string>()
            .ToList();
        if (words.Any(word => word.StartsWith("124Q", StringComparison.Ordinal) || word.Contains("hygien", StringComparison.OrdinalIgnoreCase)))
            return ProviderKind.Hygienist;
        return words.Any(word => word.StartsWith("1223", StringComparison.Ordinal) || word.Contains("dentist", StringComparison.OrdinalIgnoreCase))
            ? ProviderKind.Dentist
            : null;
    }
}
