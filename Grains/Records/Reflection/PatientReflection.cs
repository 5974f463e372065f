using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records.Reflection;

/// <summary>
/// What was changed about a patient in the portal, written into the FHIR Patient. Only elements that were changed here
/// are touched; what came from elsewhere stays as it came.
/// </summary>
public static class PatientReflection
{
    public const string Type = "Patient";

    /// <summary>What was told of an address beside what the portal knows: its coordinates, its county, since when; of another one it is wrong.</summary>
    private static readonly string[] _ofOneHouse =
        ["text", "extension", "district", "period", "_text", "_line", "_city", "_district", "_state", "_postalCode", "_country"];

    private const string StatusExtension = "urn:portal:patient-status";

    /// <summary>The groups of elements that differ.</summary>
    public static ImmutableArray<string> Changed(PatientStatus statusBefore, Demographics before, string? providerBefore, PatientStatus status, Demographics now, string? provider)
    {
        var changed = ImmutableArray.CreateBuilder<string>();
        if (statusBefore != status)
            changed.Add("status");
        if ((before.FirstName, before.MiddleName, before.LastName, before.PreferredName) != (now.FirstName, now.MiddleName, now.LastName, now.PreferredName))
            changed.Add("name");
        if (before.BirthDate != now.BirthDate)
            changed.Add("birthDate");
        if (before.Gender != now.Gender)
            changed.Add("gender");
        if ((before.AddressLine1, before.AddressLine2, before.City, before.State, before.PostalCode, before.Country)
            != (now.AddressLine1, now.AddressLine2, now.City, now.State, now.PostalCode, now.Country))
        {
            changed.Add("address");
        }

        if ((before.HomePhone, before.WirelessPhone, before.WorkPhone, before.Email) != (now.HomePhone, now.WirelessPhone, now.WorkPhone, now.Email))
            changed.Add("telecom");
        if (before.Language != now.Language)
            changed.Add("language");
        if (providerBefore != provider)
            changed.Add("provider");
        return changed.ToImmutable();
    }

    /// <summary>The group that is not in the Patient but in its RelatedPersons.</summary>
    public const string Family = "family";

    /// <summary>The same in those only that were made here: an import has changed the family, and what came stays as it came.</summary>
    public const string OwnRelatives = "relatives";

    /// <summary>The names in those that were made here: a relative has another name.</summary>
    public const string RelativeNames = "relatives.name";

    /// <summary>The dentist whom the desk has chosen, where the other system names none.</summary>
    public const string KeptProvider = "provider.kept";

    /// <summary>What is written into RelatedPersons.</summary>
    public static ImmutableArray<string> OfFamily { get; } = [Family, OwnRelatives, RelativeNames];

    /// <summary>Every group of a Patient: of a patient who was made in the portal.</summary>
    public static ImmutableArray<string> All { get; } = ["status", "name", "birthDate", "gender", "address", "telecom", "language", "provider"];

    public static JsonObject New(string id, string practice) => new()
    {
        ["resourceType"] = Type,
        ["id"] = id,
        ["meta"] = new JsonObject { ["profile"] = new JsonArray("http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient") },
        ["identifier"] = new JsonArray(new JsonObject { ["system"] = $"urn:portal:{practice}:patient", ["value"] = id }),
        ["managingOrganization"] = Elements.Reference($"Organization/{practice}"),
    };

    /// <param name="resource">The Patient.</param>
    /// <param name="patient">The patient.</param>
    /// <param name="changed">The groups of elements to write.</param>
    /// <param name="providers">Who treats here: a physician elsewhere is not the portal's to take away.</param>
    public static void Apply(JsonObject resource, PatientView patient, ImmutableArray<string> changed, IReadOnlyCollection<string> providers)
    {
        var person = patient.Demographics;
        foreach (var group in changed)
        {
            switch (group)
            {
                case "status":
                    Status(resource, patient.Status);
                    break;
                case "name":
                    Names(resource, person);
                    break;
                case "birthDate":
                    Elements.Text(resource, "birthDate", person.BirthDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "");
                    resource.Remove("_birthDate");
                    break;
                case "gender":
                    resource["gender"] = person.Gender.ToString().ToLowerInvariant();
                    break;
                case "address":
                    Address(resource, person);
                    break;
                case "telecom":
                    Contacts(resource, person);
                    break;
                case "language":
                    Language(resource, person.Language);
                    break;
                case "provider":
                    Provider(resource, patient.PrimaryProviderId, providers);
                    break;
                case KeptProvider:
                    if (patient.PrimaryProviderId is not null && Elements.First(resource, "generalPractitioner", one => IsOneOf(providers, one)) is null)
                        Provider(resource, patient.PrimaryProviderId, providers);
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(changed), group, "Not a group of elements.");
            }
        }
    }

    /// <summary>FHIR says active and deceased; the rest is told by an extension that an import reads again.</summary>
    private static void Status(JsonObject resource, PatientStatus status)
    {
        resource["active"] = status is PatientStatus.Patient or PatientStatus.NonPatient or PatientStatus.Prospective;
        if (status is PatientStatus.Deceased && resource["deceasedDateTime"] is null)
            resource["deceasedBoolean"] = true;
        else if (status is not PatientStatus.Deceased)
        {
            resource.Remove("deceasedBoolean");
            resource.Remove("deceasedDateTime");
        }

        var extensions = Elements.List(resource, "extension");
        if (Elements.First(resource, "extension", one => Elements.Of(one, "url") == StatusExtension) is { } told)
            extensions.Remove(told);
        if (status is not (PatientStatus.Patient or PatientStatus.Inactive or PatientStatus.Deceased))
            extensions.Add(new JsonObject { ["url"] = StatusExtension, ["valueCode"] = status.ToString() });
        Elements.DropEmpty(resource, "extension");
    }

    private static void Names(JsonObject resource, Demographics person)
    {
        var names = Elements.List(resource, "name");
        var current = Elements.First(resource, "name", name => Elements.Of(name, "use") is "official")
            ?? Elements.First(resource, "name", name => Elements.Of(name, "use") is "usual" or "");
        if (current is null)
            names.Insert(0, current = new() { ["use"] = "official" });
        current.Remove("text");
        Elements.Text(current, "family", person.LastName);
        Given(current, person);
        if (Elements.First(resource, "name", name => Elements.Of(name, "use") is "nickname") is { } nickname)
            names.Remove(nickname);
        if (person.PreferredName.Length > 0)
            names.Add(new JsonObject { ["use"] = "nickname", ["given"] = new JsonArray(person.PreferredName) });
    }

    /// <summary>The first one is the first name, whatever blanks it has, and the others are the middle name: so an import reads them.</summary>
    private static void Given(JsonObject name, Demographics person)
    {
        var before = (name["given"] as JsonArray ?? []).Select(part => part is JsonValue value && value.TryGetValue<string>(out var text) ? text : "").ToList();
        if (before.FirstOrDefault("") == person.FirstName && string.Join(' ', before.Skip(1)) == person.MiddleName)
            return;
        var middle = string.Join(' ', before.Skip(1)) == person.MiddleName
            ? before.Skip(1)
            : person.MiddleName.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        name["given"] = new JsonArray([.. middle.Prepend(person.FirstName).Where(part => part.Length > 0).Select(part => (JsonNode)part)]);
        Elements.DropEmpty(name, "given");
        name.Remove("_given");
    }

    private static void Address(JsonObject resource, Demographics person)
    {
        var addresses = Elements.List(resource, "address");
        var home = Elements.First(resource, "address", address => Elements.Of(address, "use") is "home" && IsCurrent(address))
            ?? Elements.First(resource, "address", address => Elements.Of(address, "use") is not "billing" && IsCurrent(address))
            ?? Elements.First(resource, "address", IsCurrent);
        if (home is null)
            addresses.Add(home = new() { ["use"] = "home" });
        var lines = new[] { person.AddressLine1, person.AddressLine2 }.Where(line => line.Length > 0).Select(line => (JsonNode)line).ToArray();
        var isSameHouse = JsonNode.DeepEquals(home["line"], new JsonArray([.. lines.Select(line => line.DeepClone())])) && Elements.Of(home, "city") == person.City && Elements.Of(home, "postalCode") == person.PostalCode;
        foreach (var ofTheOldHouse in isSameHouse ? [] : _ofOneHouse)
            home.Remove(ofTheOldHouse);
        home["line"] = new JsonArray(lines);
        Elements.DropEmpty(home, "line");
        Elements.Text(home, "city", person.City);
        Elements.Text(home, "state", person.State);
        Elements.Text(home, "postalCode", person.PostalCode);
        Elements.Text(home, "country", lines.Length == 0 && person.City.Length == 0 ? "" : person.Country);
        if (home.All(property => property.Key is "use"))
            addresses.Remove(home);
        Elements.DropEmpty(resource, "address");
    }

    /// <summary>A new address is never written over one where nobody lives any more, or where somebody lives for a time.</summary>
    private static bool IsCurrent(JsonObject address) =>
        Elements.Of(address, "use") is not "old" && !(address["period"] is JsonObject period && Elements.Of(period, "end").Length > 0);

    private static void Contacts(JsonObject resource, Demographics person)
    {
        Elements.Contact(resource, "phone", "home", person.HomePhone);
        Elements.Contact(resource, "phone", "mobile", person.WirelessPhone);
        Elements.Contact(resource, "phone", "work", person.WorkPhone);
        Elements.Contact(resource, "email", null, person.Email);
        Elements.DropEmpty(resource, "telecom");
    }

    private static void Language(JsonObject resource, string language)
    {
        var spoken = Elements.List(resource, "communication");
        foreach (var other in spoken.OfType<JsonObject>())
            other.Remove("preferred");
        var known = spoken.OfType<JsonObject>().FirstOrDefault(one => one["language"]?["coding"] is JsonArray codings
            && codings.OfType<JsonObject>().Any(coding => Elements.Of(coding, "code") == language));
        if (known is null && language.Length > 0)
        {
            spoken.Add(known = new()
            {
                ["language"] = new JsonObject { ["coding"] = new JsonArray(new JsonObject { ["system"] = "urn:ietf:bcp:47", ["code"] = language }) },
            });
        }

        if (known is not null)
            known["preferred"] = true;
        Elements.DropEmpty(resource, "communication");
    }

    private static void Provider(JsonObject resource, string? providerId, IReadOnlyCollection<string> providers)
    {
        var named = Elements.List(resource, "generalPractitioner");
        if (Elements.First(resource, "generalPractitioner", one => IsOneOf(providers, one)) is { } before)
            named.Remove(before);
        if (providerId is not null)
            named.Insert(0, Elements.Reference($"Practitioner/{providerId}"));
        Elements.DropEmpty(resource, "generalPractitioner");
    }

    private static bool IsOneOf(IReadOnlyCollection<string> providers, JsonObject reference) =>
        Elements.Of(reference, "reference") is var target && target.Contains("Practitioner/", StringComparison.Ordinal)
        && target.Split('/')[^1] is { Length: > 0 } id && providers.Contains(RecordId.KeySafe(id));
}
