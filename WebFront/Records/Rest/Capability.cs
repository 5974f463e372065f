using System.Reflection;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Interfaces.Records.Subscriptions;
using Portal.WebFront.Apps;
using Portal.WebFront.Records.AuditEvents;
using Portal.WebFront.Records.Subscriptions;

namespace Portal.WebFront.Records.Rest;

/// <summary>The CapabilityStatement, made from the list of search parameters and operations that the address answers to.</summary>
internal static class Capability
{
    private const string UsCore = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-";

    private const string Dental = "http://hl7.org/fhir/us/dental-data-exchange/StructureDefinition/dental-";

    private static readonly string _version =
        typeof(Capability).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    /// <summary>The day on which what is declared changed last.</summary>
    private const string Changed = "2026-11-28";

    private static readonly Dictionary<string, string[]> _profiles = new(StringComparer.Ordinal)
    {
        ["AllergyIntolerance"] = ["allergyintolerance"],
        ["CarePlan"] = ["careplan"],
        ["CareTeam"] = ["careteam"],
        ["Condition"] = ["condition-problems-health-concerns", "condition-encounter-diagnosis"],
        ["Coverage"] = ["coverage"],
        ["Device"] = ["implantable-device"],
        ["DiagnosticReport"] = ["diagnosticreport-lab", "diagnosticreport-note"],
        ["DocumentReference"] = ["documentreference"],
        ["Encounter"] = ["encounter"],
        ["Goal"] = ["goal"],
        ["Immunization"] = ["immunization"],
        ["Location"] = ["location"],
        ["Medication"] = ["medication"],
        ["MedicationDispense"] = ["medicationdispense"],
        ["MedicationRequest"] = ["medicationrequest"],
        ["Observation"] =
        [
            "blood-pressure", "bmi", "body-height", "body-temperature", "body-weight", "head-circumference", "heart-rate", "observation-clinical-result",
            "observation-lab", "observation-occupation", "observation-pregnancyintent", "observation-pregnancystatus",
            "observation-screening-assessment", "observation-sexual-orientation", "pulse-oximetry", "respiratory-rate", "simple-observation", "smokingstatus",
        ],
        ["Organization"] = ["organization"],
        ["Patient"] = ["patient"],
        ["Practitioner"] = ["practitioner"],
        ["PractitionerRole"] = ["practitionerrole"],
        ["Procedure"] = ["procedure"],
        ["Provenance"] = ["provenance"],
        ["QuestionnaireResponse"] = ["questionnaireresponse"],
        ["RelatedPerson"] = ["relatedperson"],
        ["ServiceRequest"] = ["servicerequest"],
        ["Specimen"] = ["specimen"],
    };

    public static JsonObject Statement(string address) => new()
    {
        ["resourceType"] = "CapabilityStatement",
        ["status"] = "active",
        ["date"] = Changed,
        ["publisher"] = "Portal",
        ["kind"] = "instance",
        ["instantiates"] = new JsonArray(
            "http://hl7.org/fhir/us/core/CapabilityStatement/us-core-server", "http://hl7.org/fhir/uv/bulkdata/CapabilityStatement/bulk-data"),
        ["software"] = new JsonObject { ["name"] = "Portal", ["version"] = _version },
        ["implementation"] = new JsonObject { ["description"] = "The FHIR R4 address of a dental practice", ["url"] = address },
        ["fhirVersion"] = "4.0.1",
        ["format"] = new JsonArray("application/fhir+json", "json", "application/fhir+xml", "xml"),
        ["rest"] = new JsonArray(Rest(address)),
    };

    private static JsonObject Rest(string address) => new()
    {
        ["extension"] = new JsonArray(new JsonObject
        {
            ["url"] = "http://hl7.org/fhir/StructureDefinition/capabilitystatement-websocket",
            ["valueUri"] = SubscriptionOperations.SocketUrl(address),
        }),
        ["mode"] = "server",
        ["security"] = SmartSecurity.Of(address),
        ["resource"] = new JsonArray([.. SearchParameters.Types.Select(Resource), AuditEvent(), Basic(), Group(), Subscription(address)]),
        ["interaction"] = new JsonArray(Code("transaction"), Code("batch")),
        ["operation"] = new JsonArray(Operation("export", "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/export")),
    };

    /// <summary>Those of the Dental Data Exchange of which what comes is served as it came, as the demo's is.</summary>
    private static IEnumerable<JsonNode> DentalProfiles(string type) => type is "Condition" or "Procedure" ? [Dental + type.ToLowerInvariant()] : [];

    private static JsonObject Resource(string type)
    {
        var parameters = SearchParameters.Of(type);
        var resource = new JsonObject { ["type"] = type };
        if (_profiles.TryGetValue(type, out var profiles))
            resource["supportedProfile"] = new JsonArray([.. profiles.Select(name => (JsonNode)(UsCore + name)), .. DentalProfiles(type)]);
        resource["interaction"] = new JsonArray(Code("read"), Code("vread"), Code("history-instance"), Code("search-type"), Code("create"), Code("update"));
        if (!DeleteResource.Keeps.Contains(type))
            resource["interaction"]!.AsArray().Add(Code("delete"));
        resource["versioning"] = "versioned-update";
        resource["readHistory"] = true;
        resource["updateCreate"] = true;
        resource["conditionalCreate"] = true;
        resource["conditionalRead"] = "full-support";
        resource["searchInclude"] = Strings(parameters.Where(parameter => parameter.Kind is SearchKind.Reference).Select(parameter => $"{type}:{parameter.Name}"));
        resource["searchRevInclude"] = type is "Provenance" ? new JsonArray() : Strings(["Provenance:target"]);
        resource["searchParam"] = new JsonArray([.. parameters.Select(Parameter)]);
        if (type is "Patient")
        {
            resource["operation"] = new JsonArray(
                Operation("everything", "http://hl7.org/fhir/OperationDefinition/Patient-everything"),
                Operation("match", "http://hl7.org/fhir/OperationDefinition/Patient-match"),
                Operation("summary", "http://hl7.org/fhir/uv/ips/OperationDefinition/summary"),
                Operation("export", "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/patient-export"));
        }

        if (type is "DocumentReference")
            resource["operation"] = new JsonArray(Operation("docref", "http://hl7.org/fhir/us/core/OperationDefinition/docref"));
        foreach (var empty in resource.Where(property => property.Value is JsonArray { Count: 0 }).Select(property => property.Key).ToList())
            resource.Remove(empty);
        return resource;
    }

    /// <summary>The audit trail: only read.</summary>
    private static JsonObject AuditEvent() => new()
    {
        ["type"] = AuditEventResource.Type,
        ["interaction"] = new JsonArray(Code("read"), Code("search-type")),
        ["searchParam"] = new JsonArray([.. AuditEventSearch.Parameters.Select(parameter => new JsonObject { ["name"] = parameter.Name, ["type"] = parameter.Kind })]),
    };

    /// <summary>Groups are made from the practice's roster and only read.</summary>
    private static JsonObject Group() => new()
    {
        ["type"] = "Group",
        ["interaction"] = new JsonArray(Code("read"), Code("search-type")),
        ["searchParam"] = new JsonArray(new JsonObject { ["name"] = "_id", ["type"] = "token" }),
        ["operation"] = new JsonArray(Operation("export", "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/group-export")),
    };

    /// <summary>The topics, and nothing else.</summary>
    private static JsonObject Basic() => new()
    {
        ["type"] = "Basic",
        ["interaction"] = new JsonArray(Code("read"), Code("search-type")),
        ["searchParam"] = new JsonArray(
            new JsonObject { ["name"] = "_id", ["type"] = "token" }, new JsonObject { ["name"] = "code", ["type"] = "token" }),
    };

    private static JsonObject Subscription(string address) => new()
    {
        ["extension"] = new JsonArray([.. SubscriptionTopic.All.Select(topic => (JsonNode)new JsonObject
        {
            ["url"] = SubscriptionReader.Profiles + "capabilitystatement-subscriptiontopic-canonical",
            ["valueCanonical"] = topic.Url(address),
        })]),
        ["type"] = SubscriptionEndpoints.Type,
        ["supportedProfile"] = new JsonArray(SubscriptionReader.Profiles + "backport-subscription"),
        ["interaction"] = new JsonArray(Code("read"), Code("search-type"), Code("create"), Code("update"), Code("delete")),
        ["versioning"] = "versioned",
        ["updateCreate"] = false,
        ["searchParam"] = new JsonArray(
            [.. SubscriptionSearch.Parameters.Select(parameter => (JsonNode)new JsonObject { ["name"] = parameter.Name, ["type"] = parameter.Kind })]),
        ["operation"] = new JsonArray(
            [.. SubscriptionOperations.Names.Select(name => (JsonNode)Operation(name, $"{SubscriptionOperations.Definitions}{name}"))]),
    };

    private static JsonObject Parameter(SearchParameter parameter) => new()
    {
        ["name"] = parameter.Name,
        ["type"] = parameter.Kind is SearchKind.Text ? "string" : parameter.Kind.ToString().ToLowerInvariant(),
    };

    private static JsonObject Operation(string name, string definition) => new() { ["name"] = name, ["definition"] = definition };

    private static JsonObject Code(string code) => new() { ["code"] = code };

    private static JsonArray Strings(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
