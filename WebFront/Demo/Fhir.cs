using System.Globalization;
using System.Text.Json.Nodes;

namespace Portal.WebFront.Demo;

/// <summary>Writes FHIR JSON briefly.</summary>
internal static class Fhir
{
    public const string Cdt = "http://www.ada.org/cdt";
    public const string Tooth = "http://terminology.hl7.org/CodeSystem/ADAUniversalToothDesignationSystem";
    public const string Surface = "http://terminology.hl7.org/CodeSystem/FDI-surface";
    public const string Snomed = "http://snomed.info/sct";
    public const string Loinc = "http://loinc.org";

    private const string UsCore = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-";

    /// <summary>The US Core profile that the demo's resources of a type follow.</summary>
    private static readonly Dictionary<string, string> _profiles = new(StringComparer.Ordinal)
    {
        ["AllergyIntolerance"] = "allergyintolerance",
        ["Condition"] = "condition-problems-health-concerns",
        ["Coverage"] = "coverage",
        ["Encounter"] = "encounter",
        ["Immunization"] = "immunization",
        ["Location"] = "location",
        ["MedicationRequest"] = "medicationrequest",
        ["Observation"] = "blood-pressure",
        ["Organization"] = "organization",
        ["Patient"] = "patient",
        ["Practitioner"] = "practitioner",
        ["PractitionerRole"] = "practitionerrole",
        ["Procedure"] = "procedure",
        ["RelatedPerson"] = "relatedperson",
    };

    public static JsonObject Resource(string type, string id, params ReadOnlySpan<(string Name, JsonNode? Value)> properties)
    {
        var resource = new JsonObject { ["resourceType"] = type, ["id"] = id };
        if (_profiles.TryGetValue(type, out var profile))
            resource["meta"] = new JsonObject { ["profile"] = List(UsCore + profile) };
        foreach (var (name, value) in properties)
        {
            if (value is not null)
                resource[name] = value;
        }

        return resource;
    }

    /// <summary>The category by which the Dental Data Exchange tells dental conditions and procedures from all others.</summary>
    public static JsonObject DentalCategory() =>
        new() { ["coding"] = List(Coding("http://hl7.org/fhir/us/dental-data-exchange/CodeSystem/dental-category", "dental", "Dental")) };

    /// <summary>A condition or procedure that follows its profile of the Dental Data Exchange as well.</summary>
    public static JsonObject Dental(JsonObject resource)
    {
        resource["meta"]!["profile"]!.AsArray().Add($"http://hl7.org/fhir/us/dental-data-exchange/StructureDefinition/dental-{resource["resourceType"]!.GetValue<string>().ToLowerInvariant()}");
        return resource;
    }

    public static JsonObject Ref(string reference, string? display = null)
    {
        var json = new JsonObject { ["reference"] = reference };
        if (display is not null)
            json["display"] = display;
        return json;
    }

    public static JsonObject Coding(string system, string code, string? display = null)
    {
        var json = new JsonObject { ["system"] = system, ["code"] = code };
        if (display is not null)
            json["display"] = display;
        return json;
    }

    public static JsonObject Concept(string text, params JsonNode[] codings)
    {
        var json = new JsonObject();
        if (codings.Length > 0)
            json["coding"] = new JsonArray(codings);
        json["text"] = text;
        return json;
    }

    public static JsonObject Code(string system, string code) => new() { ["coding"] = new JsonArray(Coding(system, code)) };

    public static JsonArray List(params JsonNode[] items) => new(items);

    public static JsonObject Contact(string system, string value, string? use = null)
    {
        var json = new JsonObject { ["system"] = system, ["value"] = value };
        if (use is not null)
            json["use"] = use;
        return json;
    }

    public static JsonObject Address(string line, string city, string state, string postalCode) => new()
    {
        ["line"] = List(line),
        ["city"] = city,
        ["state"] = state,
        ["postalCode"] = postalCode,
        ["country"] = "US",
    };

    public static JsonNode Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static JsonNode Instant(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
