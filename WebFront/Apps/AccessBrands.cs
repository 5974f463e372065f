using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Practices;

namespace Portal.WebFront.Apps;

/// <summary>
/// The SMART User-access Brands Bundle: every practice of the deployment with its name and where its FHIR address and its
/// portal are, so that apps can offer people their practice by name.
/// </summary>
internal static class AccessBrands
{
    public const string Path = "brands.json";
    private const string Profiles = "http://hl7.org/fhir/smart-app-launch/StructureDefinition/user-access-";

    public static void MapAccessBrands(this IEndpointRouteBuilder routes) => routes
        .MapMethods("/" + Path, [HttpMethods.Get, HttpMethods.Head], Bundle)
        .RequireCors(policy => policy.AllowAnyOrigin().WithMethods("GET", "HEAD").AllowAnyHeader());

    /// <summary>The identifier by which a practice's entry of the Bundle is found.</summary>
    public static JsonObject IdentifierOf(string root) => new() { ["system"] = "urn:ietf:rfc:3986", ["value"] = root };

    /// <summary>GET /brands.json: a Bundle of Organizations and Endpoints, without a token and for every origin.</summary>
    private static async Task<IResult> Bundle(HttpContext context, IGrainFactory grains, BrandsMemory memory)
    {
        var host = $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}";
        var brands = await memory.Of(
            () => grains.GetGrain<IPracticeDirectoryGrain>(IPracticeDirectoryGrain.Key).List(), practice => Entries(host, practice));
        context.Response.Headers.CacheControl = $"public, max-age={(int)BrandsMemory.Fresh.TotalSeconds}";
        return Results.Bytes(brands.Content, "application/fhir+json", lastModified: brands.At, entityTag: new($"\"{brands.Digest}\""));
    }

    private static IEnumerable<JsonNode> Entries(string host, PracticeCard practice)
    {
        yield return Entry(host, Brand(host, practice));
        yield return Entry(host, Endpoint(host, practice));
    }

    private static JsonObject Entry(string host, JsonObject resource) =>
        new() { ["fullUrl"] = $"{host}/{resource["resourceType"]}/{resource["id"]}", ["resource"] = resource };

    private static JsonObject Brand(string host, PracticeCard practice)
    {
        var root = $"{host}/{practice.Slug}/";
        var site = practice.PatientFacingUrl.Length > 0 ? practice.PatientFacingUrl : root;
        var telecom = new JsonArray(Contact("url", site));
        if (practice.Phone.Length > 0)
            telecom.Add(Contact("phone", practice.Phone));
        var brand = new JsonObject
        {
            ["resourceType"] = "Organization",
            ["id"] = practice.Slug,
            ["meta"] = Profile("brand"),
            ["extension"] = new JsonArray(new JsonObject
            {
                ["url"] = "http://hl7.org/fhir/StructureDefinition/organization-portal",
                ["extension"] = new JsonArray(
                    Part("portalName", "valueString", practice.Name),
                    Part("portalDescription", "valueMarkdown", "Appointments, messages and health record of patients"),
                    Part("portalUrl", "valueUrl", site),
                    Part("portalEndpoint", "valueReference", new JsonObject { ["reference"] = $"Endpoint/{practice.Slug}" })),
            }),
            ["identifier"] = new JsonArray(IdentifierOf(root)),
            ["active"] = true,
            ["type"] = new JsonArray(new JsonObject { ["coding"] = new JsonArray(Coding("http://terminology.hl7.org/CodeSystem/organization-type", "prov")) }),
            ["name"] = practice.Name,
            ["telecom"] = telecom,
        };
        if (practice.Address.Length > 0)
            brand["address"] = new JsonArray(new JsonObject { ["text"] = practice.Address });
        brand["endpoint"] = new JsonArray(new JsonObject { ["reference"] = $"Endpoint/{practice.Slug}" });
        return brand;
    }

    private static JsonObject Endpoint(string host, PracticeCard practice) => new()
    {
        ["resourceType"] = "Endpoint",
        ["id"] = practice.Slug,
        ["meta"] = Profile("endpoint"),
        ["extension"] = new JsonArray(Part("http://hl7.org/fhir/StructureDefinition/endpoint-fhir-version", "valueCode", "4.0.1")),
        ["status"] = "active",
        ["connectionType"] = Coding("http://terminology.hl7.org/CodeSystem/endpoint-connection-type", "hl7-fhir-rest"),
        ["name"] = $"FHIR R4 of {practice.Name}",
        ["managingOrganization"] = new JsonObject { ["reference"] = $"Organization/{practice.Slug}" },
        ["contact"] = new JsonArray(Contact("url", $"{host}/{practice.Slug}/developers")),
        ["payloadType"] = new JsonArray(new JsonObject { ["coding"] = new JsonArray(Coding("http://terminology.hl7.org/CodeSystem/endpoint-payload-type", "none")) }),
        ["address"] = $"{host}/{practice.Slug}/fhir/R4",
    };

    private static JsonObject Profile(string name) => new() { ["profile"] = new JsonArray(Profiles + name) };

    private static JsonObject Part(string url, string kind, JsonNode value) => new() { ["url"] = url, [kind] = value };

    private static JsonObject Coding(string system, string code) => new() { ["system"] = system, ["code"] = code };

    private static JsonObject Contact(string system, string value) => new() { ["system"] = system, ["value"] = value };
}
