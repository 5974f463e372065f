using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using static Portal.WebFront.Demo.Fhir;

namespace Portal.WebFront.Demo;

/// <summary>The demo practice: a made-up general dental practice with two sites in two time zones.</summary>
internal static class DemoPractice
{
    public const string Slug = "demo";
    public const string Name = "Maple Street Dental";

    /// <summary>In the Bundle, which is the same wherever the portal listens.</summary>
    public const string MadeUpAddress = "https://portal.maplestreet.example.com/demo";

    private const string Own = $"Organization/{Slug}";

    public static readonly ImmutableArray<DemoSite> Sites =
    [
        new("maple-street", "Maple Street", "America/New_York", "214 Maple Street", "Chattanooga", "37402", "(423) 555-0100"),
        new("river-road", "River Road", "America/Chicago", "38 River Road", "South Pittsburg", "37380", "(423) 555-0101"),
    ];

    public static readonly ImmutableArray<DemoProvider> Providers =
    [
        new("prov-1", "Dr.", "Priya", "Raman", "DDS", Hygienist: false, "maple-street", "maple-op-1"),
        new("prov-2", "Dr.", "Daniel", "Okafor", "DMD", Hygienist: false, "maple-street", "maple-op-2"),
        new("prov-3", null, "Sofia", "Marchetti", "RDH", Hygienist: true, "maple-street", "maple-hygiene"),
        new("prov-4", "Dr.", "Hannah", "Lindqvist", "DDS", Hygienist: false, "river-road", "river-op-1"),
        new("prov-5", null, "Andre", "Baptiste", "RDH", Hygienist: true, "river-road", "river-hygiene"),
    ];

    private static readonly ImmutableArray<(string Id, string Name, string About)> _pools =
    [
        ("front-desk", "Front desk", "Appointments and general questions"),
        ("billing", "Billing", "Statements, payments and insurance"),
    ];

    private static readonly ImmutableArray<(string Id, string Name, string SiteId)> _chairs =
    [
        ("maple-op-1", "Op 1", "maple-street"),
        ("maple-op-2", "Op 2", "maple-street"),
        ("maple-hygiene", "Hygiene", "maple-street"),
        ("river-op-1", "Op 1", "river-road"),
        ("river-hygiene", "Hygiene", "river-road"),
    ];

    public static IEnumerable<JsonObject> Resources()
    {
        yield return Resource("Organization", Slug,
            ("active", true),
            ("name", Name),
            ("telecom", List(Contact("phone", "(423) 555-0100"), Contact("email", "hello@maplestreet.example.com"), Contact("url", MadeUpAddress))),
            ("address", List(Address("214 Maple Street", "Chattanooga", "TN", "37402"))));
        foreach (var site in Sites)
            yield return Site(site);
        foreach (var (id, name, siteId) in _chairs)
            yield return Chair(id, name, siteId);
        foreach (var (id, name, about) in _pools)
            yield return Resource("HealthcareService", id, ("providedBy", Ref(Own)), ("name", name), ("comment", about));
        foreach (var provider in Providers)
        {
            yield return Practitioner(provider);
            yield return Role(provider);
        }
    }

    private static JsonObject Site(DemoSite site) => Resource("Location", site.Id,
        ("extension", List(new JsonObject { ["url"] = "http://hl7.org/fhir/StructureDefinition/timezone", ["valueCode"] = site.TimeZone })),
        ("status", "active"),
        ("name", site.Name),
        ("telecom", List(Contact("phone", site.Phone))),
        ("address", Address(site.Line, site.City, "TN", site.PostalCode)),
        ("managingOrganization", Ref(Own)));

    private static JsonObject Chair(string id, string name, string siteId) => Resource("Location", id,
        ("status", "active"),
        ("name", name),
        ("physicalType", Code("http://terminology.hl7.org/CodeSystem/location-physical-type", "ro")),
        ("managingOrganization", Ref(Own)),
        ("partOf", Ref($"Location/{siteId}")));

    private static JsonObject Practitioner(DemoProvider provider)
    {
        var name = new JsonObject { ["family"] = provider.Last, ["given"] = List(provider.First), ["suffix"] = List(provider.Degree) };
        if (provider.Title is not null)
            name["prefix"] = List(provider.Title);
        return Resource("Practitioner", provider.Id,
            ("identifier", List(new JsonObject { ["system"] = "http://hl7.org/fhir/sid/us-npi", ["value"] = Npi(Providers.IndexOf(provider)) })),
            ("active", true),
            ("name", List(name)),
            ("telecom", List(Contact("email", provider.Email))));
    }

    private static JsonObject Role(DemoProvider provider) => Resource("PractitionerRole", $"role-{provider.Id}",
        ("active", true),
        ("practitioner", Ref($"Practitioner/{provider.Id}")),
        ("organization", Ref(Own)),
        ("code", List(provider.Hygienist
            ? Concept("Dental hygienist", Coding("http://nucc.org/provider-taxonomy", "124Q00000X"))
            : Concept("Dentist", Coding("http://nucc.org/provider-taxonomy", "1223G0001X")))),
        ("location", List(Ref($"Location/{provider.SiteId}"))),
        ("telecom", List(Contact("phone", Sites.Single(site => site.Id == provider.SiteId).Phone))));

    /// <summary>A number that is right by its check digit (Luhn over the prefix 80840) and was never given out: it begins with 9.</summary>
    private static string Npi(int number)
    {
        var digits = $"90000000{number.ToString(CultureInfo.InvariantCulture)}";
        var sum = $"80840{digits}".Reverse().Select((digit, place) => place % 2 == 0 ? Doubled(digit - '0') : digit - '0').Sum();
        return digits + ((10 - (sum % 10)) % 10).ToString(CultureInfo.InvariantCulture);
    }

    private static int Doubled(int digit) => digit > 4 ? (digit * 2) - 9 : digit * 2;
}

internal sealed record DemoSite(
    string Id, string Name, string TimeZone, string Line, string City, string PostalCode, string Phone)
{
    public TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
}

internal sealed record DemoProvider(
    string Id, string? Title, string First, string Last, string Degree, bool Hygienist, string SiteId, string ChairId)
{
    public string Email => $"{First}.{Last}@maplestreet.example.com".ToLowerInvariant();

    public string Shown => string.Join(' ', new[] { Title, First, Last }.OfType<string>()) + ", " + Degree;
}
