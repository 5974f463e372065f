using System.Collections.Immutable;
using Hl7.Fhir.Model;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Scheduling;
using Portal.Grains.Records.Reflection;

namespace Portal.WebFront.Records.Mapping;

/// <summary>What an input tells as a whole: its entries refer to each other, and to what the practice has already.</summary>
public sealed class ImportContext
{
    /// <summary>An identifier of this system whose value is the slug marks the practice's own organization.</summary>
    public const string PracticeSystem = RosterChanges.PracticeSystem;

    private readonly HashSet<string> _organizations;
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _emails = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _people = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<FamilyLink>> _families = new(StringComparer.Ordinal);
    private readonly HashSet<string> _withoutRights = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _binaries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PractitionerRole> _roles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _owners = new(StringComparer.Ordinal);

    private readonly TimeZoneInfo _zone;
    private readonly DateTimeOffset _now;

    public ImportContext(string slug, string fhirBase, PracticeView? practice, DateTimeOffset now)
    {
        (_zone, _now) = (LocalTime.ZoneOf(practice), now);
        Slug = slug;
        References = new(fhirBase);
        _organizations = new(StringComparer.Ordinal) { slug };
        Sites = (practice?.Locations ?? []).Select(site => site.Id).ToHashSet(StringComparer.Ordinal);
        Chairs = (practice?.Chairs ?? []).ToDictionary(chair => chair.Id, StringComparer.Ordinal);
        Providers = (practice?.Providers ?? []).ToDictionary(provider => provider.Id, provider => provider.Name, StringComparer.Ordinal);
        Pools = (practice?.Pools ?? []).Select(pool => pool.Id).ToHashSet(StringComparer.Ordinal);
    }

    public string Slug { get; }

    public References References { get; }

    public HashSet<string> Sites { get; }

    public Dictionary<string, Chair> Chairs { get; }

    public Dictionary<string, string> Providers { get; }

    public HashSet<string> Pools { get; }

    /// <summary>Takes in what other entries will need to know of this one.</summary>
    public void Note(InputEntry entry)
    {
        switch (entry.Resource)
        {
            case Organization organization when IsOwn(organization):
                NoteOwn(entry.Id);
                break;
            case Practitioner practitioner:
                _names[entry.Reference] = Names.OfProvider(practitioner.Name);
                _emails[entry.Reference] = Contacts.Value(practitioner.Telecom, ContactPoint.ContactPointSystem.Email);
                break;
            case RelatedPerson person when OwnPatientOf(person) is { } own:
                NoteSamePerson(new(entry.Id, own));
                break;
            case PractitionerRole role:
                NoteRole(entry.Reference, role);
                break;
            case Patient patient:
                _names[entry.Reference] = Names.OfPerson(patient.Name);
                break;
            case DocumentReference document when PatientOf(document.Subject?.Reference) is { } owner:
                foreach (var url in document.Content.Select(content => content.Attachment?.Url))
                    NoteBinary(owner, url);
                break;
        }
    }

    /// <summary>The patient record that a RelatedPerson of this portal names; none of one that was made elsewhere.</summary>
    public string? OwnPatientOf(RelatedPerson person) =>
        person.Identifier.Find(identifier => identifier.System == $"urn:portal:{Slug}:patient" && identifier.Value is { Length: > 0 })?.Value;

    public void NoteSamePerson(SamePerson same) => _people[same.RelatedPersonId] = same.PatientId;

    /// <summary>What a Patient is to others, as far as stored RelatedPersons tell it.</summary>
    public void NoteFamily(string patientId, ImmutableArray<FamilyLink> links) =>
        _families[patientId] = FamilyOf(patientId).AddRange(links);

    public ImmutableArray<FamilyLink> FamilyOf(string patientId) => _families.GetValueOrDefault(patientId, []);

    /// <summary>A stored RelatedPerson that a Patient says only now to be gives no rights.</summary>
    public void NoteRelatedWithoutRights(string patientId) => _withoutRights.Add(patientId);

    public bool IsRelatedWithoutRights(string patientId) => _withoutRights.Contains(patientId);

    /// <summary>The RelatedPersons that a Patient says to be too.</summary>
    public IEnumerable<string> RelatedPersonsOf(Patient patient) => patient.Link
        .Where(link => link.Type is Patient.LinkType.Seealso)
        .Select(link => References.IdOf("RelatedPerson", link.Other?.Reference))
        .OfType<string>();

    /// <summary>The practice itself has an Organization of this id.</summary>
    public void NoteOwn(string organizationId) => _organizations.Add(organizationId);

    public void NoteRole(string reference, PractitionerRole role) => _roles[reference] = role;

    /// <summary>Whether a period with this end is over by the clocks of the practice.</summary>
    public bool IsOver(string? end) => PeriodEnd.IsOver(end, _now, _zone);

    /// <summary>The last moment of such a period; none of an end that cannot be read.</summary>
    public DateTimeOffset? EndOf(string? end) => PeriodEnd.Of(end, _zone);

    public bool KnowsRole(string reference) => _roles.ContainsKey(reference);

    /// <summary>The practitioner behind a reference to a Practitioner, or to one of the roles of one.</summary>
    public string? PractitionerOf(string? reference) =>
        References.IdOf("Practitioner", reference)
        ?? (References.Resolve(reference) is { } found && _roles.TryGetValue(found, out var role)
            ? References.IdOf("Practitioner", role.Practitioner?.Reference)
            : null);

    /// <summary>Whether somebody treats at the practice in another role than this one, of the input or of what is stored.</summary>
    public bool WorksInAnother(InputEntry role, string practitionerId) => _roles.Any(other => other.Key != role.Reference
        && other.Value.Active is not false
        && IsOwn(other.Value.Organization?.Reference)
        && References.IdOf("Practitioner", other.Value.Practitioner?.Reference) == practitionerId
        && PracticeMapping.KindOf(other.Value) is not null);

    public void NoteOwner(string reference, string patientId) => _owners[reference] = patientId;

    public string? OwnerOf(string? reference) =>
        References.Resolve(reference) is { } found ? _owners.GetValueOrDefault(found) : null;

    public string? BinaryOwner(string id) => _binaries.GetValueOrDefault(id);

    /// <summary>Whether it tells by its identifier that it is the practice itself.</summary>
    public bool IsOwn(Organization organization) =>
        organization.Identifier.Any(identifier => identifier.System == PracticeSystem && identifier.Value == Slug);

    public bool IsOwn(string? reference) =>
        References.IdOf("Organization", reference) is { } id && _organizations.Contains(id);

    /// <summary>The patient record of the person behind a reference to a Patient or RelatedPerson.</summary>
    public string? PersonOf(string? reference) =>
        PatientOf(reference)
        ?? (References.IdOf("RelatedPerson", reference) is { } id ? _people.GetValueOrDefault(id) : null);

    public string? PatientOf(string? reference) => References.IdOf("Patient", reference);

    public string NameOf(string? reference) =>
        References.Resolve(reference) is { } found ? _names.GetValueOrDefault(found, "") : "";

    /// <summary>A practitioner's e-mail address; empty when none is told.</summary>
    public string EmailOf(string? reference) =>
        References.Resolve(reference) is { } found ? _emails.GetValueOrDefault(found, "") : "";

    private void NoteBinary(string owner, string? url)
    {
        if (References.IdOf("Binary", url) is { } id)
            _binaries[id] = owner;
    }
}
