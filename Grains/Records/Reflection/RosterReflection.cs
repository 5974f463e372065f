using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Records.Search;

namespace Portal.Grains.Records.Reflection;

/// <summary>
/// What was changed in the practice's settings, written into its FHIR resources, in the shape in which an import reads it
/// again. Only elements that were changed here are touched.
/// </summary>
public static class RosterReflection
{
    private const string TimeZoneExtension = "http://hl7.org/fhir/StructureDefinition/timezone";
    private const string UsCore = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-";

    /// <summary>Roles that were ended by one act were written one after the other.</summary>
    private static readonly TimeSpan _together = TimeSpan.FromMinutes(1);

    /// <param name="resource">The resource as it is stored, or a new one with nothing but its type.</param>
    /// <param name="change">What was changed.</param>
    /// <param name="practice">The settings of now.</param>
    /// <returns>False when the settings no longer have it.</returns>
    public static bool Apply(JsonObject resource, RosterChange change, PracticeView practice)
    {
        switch (change.Type)
        {
            case RosterChanges.Organization:
                return Each(change, practice.Card, (element, card) => Profile(resource, element, card));
            case RosterChanges.Location when practice.Chairs.FirstOrDefault(chair => chair.Id == change.Id) is { } chair:
                return Each(change, chair, (element, one) => OfChair(resource, element, one));
            case RosterChanges.Location:
                return Each(change, practice.Locations.FirstOrDefault(site => site.Id == change.Id), (element, site) => Site(resource, element, site));
            case RosterChanges.Practitioner when change.OfStaff():
                return StaffReflection.Apply(resource, StaffReflection.Find(practice, change.Id));
            case RosterChanges.Practitioner:
                return Each(change, ProviderOf(practice, change.Id), (element, provider) => Person(resource, element, provider));
            case RosterChanges.Role:
                return Each(change, ProviderOf(practice, change.Id), (element, provider) => Role(resource, element, provider));
            case RosterChanges.Service:
                return Each(change, practice.Pools.FirstOrDefault(pool => pool.Id == change.Id), (element, pool) => Service(resource, element, pool));
            default:
                throw new ArgumentOutOfRangeException(nameof(change), change.Type, "Not a resource of the practice's settings.");
        }
    }

    /// <summary>One that no system ever sent.</summary>
    public static JsonObject New(RosterChange change, PracticeView practice)
    {
        var own = Elements.Reference($"{RosterChanges.Organization}/{practice.Card.Slug}");
        var resource = new JsonObject { ["resourceType"] = change.Type };
        if (change.Type is not RosterChanges.Service)
            resource["meta"] = new JsonObject { ["profile"] = new JsonArray(UsCore + change.Type.ToLowerInvariant()) };
        switch (change.Type)
        {
            case RosterChanges.Location:
                resource["status"] = "active";
                resource["managingOrganization"] = own;
                break;
            case RosterChanges.Practitioner:
                resource["identifier"] = new JsonArray(change.OfStaff()
                    ? StaffReflection.Identifier(practice.Card.Slug, change.Id)
                    : new JsonObject { ["system"] = $"urn:portal:{practice.Card.Slug}:provider", ["value"] = change.Id });
                resource["active"] = true;
                break;
            case RosterChanges.Role:
                resource["active"] = true;
                resource["practitioner"] = Elements.Reference($"{RosterChanges.Practitioner}/{change.Id}");
                resource["organization"] = own;
                Elements.Contact(resource, "phone", null, PhoneOf(practice, change.Id));
                break;
            case RosterChanges.Service:
                resource["active"] = true;
                resource["providedBy"] = own;
                break;
            default:
                resource["active"] = true;
                break;
        }

        return resource;
    }

    /// <summary>
    /// The ids of the resources: the practice's own Organization, and a provider's role at it, may have come under ids of their
    /// own. An Organization that was made here before stays beside the one that came, because much refers to it. A role at
    /// another organization is not ours.
    /// </summary>
    internal static ImmutableArray<string> IdsOf(RosterChange change, IReadOnlyCollection<HeldResource> held, string practice)
    {
        if (change.Type is not (RosterChanges.Organization or RosterChanges.Role))
            return [change.Id];
        var own = held.Where(resource => resource.Type == RosterChanges.Organization && !resource.Served.Deleted && IsOwn(resource, practice)).ToList();
        var ours = $"{RosterChanges.Organization}/{practice}";
        if (change.Type is RosterChanges.Organization)
        {
            ImmutableArray<string> came = change.OnlyOurs ? [] : [.. own.Where(one => one.Reference != ours).Select(one => one.Served.Id)];
            var isMade = held.Any(resource => resource.Reference == ours && !resource.Served.Deleted);
            return isMade || (came.IsEmpty && !change.OnlyOurs) ? came.Add(practice) : came;
        }

        var roles = held.Where(resource => resource.Type == RosterChanges.Role && !resource.Served.Deleted
            && RefersTo(resource, "practitioner", [$"{RosterChanges.Practitioner}/{change.Id}"])).ToList();
        // Of several the one that holds, or the one that was ended last.
        var here = roles.Where(role => RefersTo(role, "organization", [.. own.Select(organization => organization.Reference), ours]))
            .OrderBy(HasEnded).ThenByDescending(role => role.Served.LastUpdated).ToList();
        if (here is not [var first, ..])
            return [change.Id];
        // Who leaves leaves all of them; and those come back that were ended together with the last.
        var hasEnded = HasEnded(first);
        return change.Elements.Contains(RosterChanges.InUse)
            ? [.. here.Where(role => HasEnded(role) == hasEnded && (!hasEnded || first.Served.LastUpdated - role.Served.LastUpdated < _together)).Select(role => role.Served.Id)]
            : [first.Served.Id];
    }

    /// <summary>What is written into one of them: of several roles of a provider the others tell only whether they hold.</summary>
    internal static RosterChange For(RosterChange change, string id, ImmutableArray<string> ids) =>
        change.Type is RosterChanges.Role && id != ids[0] ? change with { Elements = [RosterChanges.InUse] } : change;

    /// <summary>
    /// When the practice's own Organization was last told, under whatever id; before everything else where none ever was. What is
    /// in no row has no other time, and is no news at each reading.
    /// </summary>
    internal static DateTimeOffset ToldAt(IEnumerable<HeldResource> held, string practice) => held
        .Where(resource => resource.Type == RosterChanges.Organization && !resource.Served.Deleted && IsOwn(resource, practice))
        .Select(resource => resource.Served.LastUpdated)
        .DefaultIfEmpty(DateTimeOffset.UnixEpoch)
        .Max();

    private static bool HasEnded(HeldResource role) => JsonNode.Parse(role.Served.Json)!["active"]?.GetValueKind() is JsonValueKind.False;

    private static bool IsOwn(HeldResource organization, string practice) => organization.Values(SearchParameters.Find(organization.Type, "identifier")!)
        .OfType<IndexedToken>().Any(token => token is { System: RosterChanges.PracticeSystem } && token.Code == practice);

    /// <summary>The e-mail address that a stored Practitioner tells; empty when none does.</summary>
    internal static string EmailOf(string? practitioner) =>
        practitioner is not null && JsonNode.Parse(practitioner) is JsonObject json
            && Elements.First(json, "telecom", contact => Elements.Of(contact, "system") is "email") is { } email
            ? Elements.Of(email, "value")
            : "";

    private static string PhoneOf(PracticeView practice, string providerId)
    {
        var sites = ProviderOf(practice, providerId)?.LocationIds ?? [];
        return practice.Locations.FirstOrDefault(site => sites.Contains(site.Id) && site.Phone.Length > 0)?.Phone ?? practice.Card.Phone;
    }

    private static bool RefersTo(HeldResource resource, string parameter, string[] targets) =>
        resource.Values(SearchParameters.Find(resource.Type, parameter)!).OfType<IndexedReference>().Any(reference => targets.Contains(reference.Target));

    private static bool Each<T>(RosterChange change, T? of, Action<string, T> set)
        where T : class
    {
        if (of is null)
            return false;
        foreach (var element in change.Elements)
            set(element, of);
        return true;
    }

    private static Provider? ProviderOf(PracticeView practice, string id) => practice.Providers.FirstOrDefault(provider => provider.Id == id);

    private static void Profile(JsonObject resource, string element, PracticeCard card)
    {
        switch (element)
        {
            case "name":
                Elements.Text(resource, "name", card.Name);
                break;
            case "address":
                FirstAddress(Elements.List(resource, "address"), OneLineAddress.Of(card.Address));
                Elements.DropEmpty(resource, "address");
                break;
            default:
                Elements.Contact(resource, element, null, element switch { "phone" => card.Phone, "email" => card.Email, _ => card.PatientFacingUrl });
                break;
        }
    }

    /// <summary>The first is the one that the portal shows; others stay.</summary>
    private static void FirstAddress(JsonArray addresses, JsonObject? address)
    {
        if (addresses.Count > 0)
            addresses.RemoveAt(0);
        if (address is not null)
            addresses.Insert(0, address);
    }

    private static void Site(JsonObject resource, string element, Location site)
    {
        switch (element)
        {
            case "name":
                Elements.Text(resource, "name", site.Name);
                break;
            case "timeZone":
                var extensions = Elements.List(resource, "extension");
                if (Elements.First(resource, "extension", one => Elements.Of(one, "url") == TimeZoneExtension) is { } before)
                    extensions.Remove(before);
                extensions.Add(new JsonObject { ["url"] = TimeZoneExtension, ["valueCode"] = site.TimeZone });
                break;
            case "address":
                resource["address"] = OneLineAddress.Of(site.Address);
                Elements.DropNull(resource, "address");
                break;
            case RosterChanges.InUse:
                Status(resource, site.OutOfUse);
                break;
            default:
                Elements.Contact(resource, "phone", null, site.Phone);
                break;
        }
    }

    /// <summary>One that another system closed for a time only stays so.</summary>
    private static void Status(JsonObject resource, bool outOfUse)
    {
        if (!outOfUse || Elements.Of(resource, "status") is not "suspended")
            resource["status"] = outOfUse ? "inactive" : "active";
    }

    private static void OfChair(JsonObject resource, string element, Chair chair)
    {
        if (element is "name")
        {
            Elements.Text(resource, "name", chair.Name);
            return;
        }

        if (element is RosterChanges.InUse)
        {
            Status(resource, chair.OutOfUse);
            return;
        }

        resource["partOf"] = Elements.Reference($"{RosterChanges.Location}/{chair.LocationId}");
        resource["physicalType"] ??= Concept("http://terminology.hl7.org/CodeSystem/location-physical-type", "ro", "Room");
    }

    private static void Person(JsonObject resource, string element, Provider provider)
    {
        if (element is "email")
        {
            Elements.Contact(resource, "email", null, provider.Email);
            return;
        }

        // The one that an import reads.
        var current = Elements.First(resource, "name", name => Elements.Of(name, "use") is "official")
            ?? Elements.First(resource, "name", name => Elements.Of(name, "use") is "usual")
            ?? Elements.First(resource, "name", name => Elements.Of(name, "use") is not ("old" or "maiden" or "nickname"));
        if (current is null)
            Elements.List(resource, "name").Insert(0, current = []);
        ShownName.Write(current, provider.Name);
    }

    private static void Role(JsonObject resource, string element, Provider provider)
    {
        switch (element)
        {
            case "kind":
                foreach (var list in new[] { "code", "specialty" })
                {
                    foreach (var other in (resource[list] as JsonArray ?? []).OfType<JsonObject>().Where(SaysKind).ToList())
                        resource[list]!.AsArray().Remove(other);
                    Elements.DropEmpty(resource, list);
                }

                Elements.List(resource, "code").Insert(0, provider.Kind is ProviderKind.Hygienist
                    ? Concept("http://nucc.org/provider-taxonomy", "124Q00000X", "Dental Hygienist")
                    : Concept("http://nucc.org/provider-taxonomy", "122300000X", "Dentist"));
                break;
            case "sites":
                resource["location"] = new JsonArray([.. provider.LocationIds.Select(site => (JsonNode)Elements.Reference($"{RosterChanges.Location}/{site}"))]);
                Elements.DropEmpty(resource, "location");
                break;
            case "messages":
                if (Elements.First(resource, "extension", one => Elements.Of(one, "url") == RosterChanges.AcceptsMessages) is { } told)
                    resource["extension"]!.AsArray().Remove(told);
                Elements.List(resource, "extension").Add(new JsonObject { ["url"] = RosterChanges.AcceptsMessages, ["valueBoolean"] = provider.AcceptsMessages });
                break;
            case RosterChanges.InUse:
                resource["active"] = !provider.OutOfUse;
                break;
            case "email" when Elements.First(resource, "telecom", contact => Elements.Of(contact, "system") is "email") is not null:
                // An import prefers the role's address, so it must not keep an older one than the person's.
                Elements.Contact(resource, "email", null, provider.Email);
                break;
        }
    }

    /// <summary>Whether the concept is one of those by which an import tells dentists from hygienists.</summary>
    private static bool SaysKind(JsonObject concept)
    {
        var words = (concept["coding"] as JsonArray ?? []).OfType<JsonObject>()
            .SelectMany(coding => new[] { Elements.Of(coding, "code"), Elements.Of(coding, "display") }).Append(Elements.Of(concept, "text"));
        return words.Any(word => word.StartsWith("124Q", StringComparison.Ordinal) || word.StartsWith("1223", StringComparison.Ordinal)
            || word.Contains("hygien", StringComparison.OrdinalIgnoreCase) || word.Contains("dentist", StringComparison.OrdinalIgnoreCase));
    }

    private static void Service(JsonObject resource, string element, Pool pool)
    {
        if (element is RosterChanges.InUse)
            resource["active"] = !pool.OutOfUse;
        else
            Elements.Text(resource, element is "name" ? "name" : "comment", element is "name" ? pool.Name : pool.About);
    }

    private static JsonObject Concept(string system, string code, string display) =>
        new() { ["coding"] = new JsonArray(new JsonObject { ["system"] = system, ["code"] = code, ["display"] = display }) };
}
