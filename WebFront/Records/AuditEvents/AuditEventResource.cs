using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Audit;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.WebFront.Records.AuditEvents;

/// <summary>An entry of the practice's audit trail → FHIR AuditEvent. An entry never changes, so neither does its resource.</summary>
public static class AuditEventResource
{
    public const string Type = "AuditEvent";

    /// <summary>The portal's own words of the trail, such as <c>patient.view</c>.</summary>
    public const string ActSystem = "urn:portal:audit-act";

    /// <summary>Of people without a resource: their ids in the portal.</summary>
    public static string UserSystem(string practice) => $"urn:portal:{practice}:user";

    private const int OnlyVersion = 1;
    private const string Dicom = "http://dicom.nema.org/resources/ontology/DCM";

    /// <summary>FHIR's kind of each act, by its verb.</summary>
    private static readonly (string Kind, string[] Verbs)[] _kinds =
    [
        ("C", ["begin", "block", "connect", "import", "make", "note", "provide", "provision", "receive", "schedule", "send", "start", "store", "take"]),
        ("R", ["attachment", "day", "download", "events", "everything", "family", "fetch", "group", "history", "list", "match", "patients", "read", "search", "search_all", "verify", "view"]),
        ("U",
        [
            "archive", "assign", "break", "callback", "complete", "confirm", "decide", "done", "generate", "mark_unread", "move", "password", "policies", "preferences", "reflect",
            "refuse", "save", "set_confirmation", "unschedule", "username", "write",
        ]),
        ("D", ["cancel", "delete", "disconnect", "discard", "remove", "revoke", "stop", "unblock", "withdraw"]),
        ("E", ["ask", "head_lost", "notify", "open", "refused", "retry", "sign_in", "sign_out", "sign_out_everywhere", "transmit"]),
    ];

    public static ServedResource Of(AuditEntry entry, string practice)
    {
        var id = entry.Number.ToString(CultureInfo.InvariantCulture);
        return new()
        {
            Type = Type,
            Id = id,
            Version = OnlyVersion,
            LastUpdated = entry.At,
            Json = Encoding.UTF8.GetBytes(Json(entry, id, practice).ToJsonString()),
        };
    }

    private static JsonObject Json(AuditEntry entry, string id, string practice)
    {
        var resource = new JsonObject
        {
            ["resourceType"] = Type,
            ["id"] = id,
            ["meta"] = new JsonObject { ["versionId"] = "1", ["lastUpdated"] = FhirInstant.Of(entry.At) },
            ["type"] = TypeOf(entry),
            ["subtype"] = new JsonArray(new JsonObject { ["system"] = ActSystem, ["code"] = entry.Action }),
            ["action"] = KindOf(entry.Action) ?? "E",
            ["recorded"] = FhirInstant.Of(entry.At),
            ["outcome"] = entry.Outcome switch { AuditOutcome.Done => "0", AuditOutcome.Failed => "8", _ => "4" },
            ["outcomeDesc"] = entry.Outcome.ToString(),
            ["agent"] = new JsonArray([.. Agents(entry, practice)]),
            ["source"] = new JsonObject { ["observer"] = Reference($"Organization/{practice}") },
        };
        var entities = new JsonArray();
        if (entry.PatientId is { } patientId)
            entities.Add(new JsonObject { ["what"] = Reference($"Patient/{patientId}"), ["role"] = Coding("http://terminology.hl7.org/CodeSystem/object-role", "1", "Patient") });
        if (entry.GroupId is { } group)
            entities.Add(new JsonObject { ["what"] = Reference($"Group/{group}"), ["role"] = Coding("http://terminology.hl7.org/CodeSystem/object-role", "1", "Patient") });
        if (entry.What is { Length: > 0 } target)
            entities.Add(new JsonObject { ["what"] = Identified($"urn:portal:{practice}:document", target) });
        if (entry.AboutAppId is { } about)
            entities.Add(new JsonObject { ["what"] = Identified($"urn:portal:{practice}:app", about) });
        if (entities.Count > 0)
            resource["entity"] = entities;
        return resource;
    }

    /// <summary>C, R, U, D or E, as FHIR names kinds of acts; none for an act that has no kind yet.</summary>
    public static string? KindOf(string act)
    {
        var verb = act[(act.LastIndexOf('.') + 1)..];
        return _kinds.FirstOrDefault(kind => kind.Verbs.Contains(verb)).Kind;
    }

    private static JsonObject TypeOf(AuditEntry entry) => entry switch
    {
        { Action: AuditAction.Refused or AuditAction.HeadLost } => Coding(Dicom, "110113", "Security Alert"),
        _ when Is(entry, "access.sign") => Coding(Dicom, "110114", "User Authentication"),
        _ when Is(entry, "export.") => Coding(Dicom, "110106", "Export"),
        _ when Is(entry, "import.") => Coding(Dicom, "110107", "Import"),
        _ when Is(entry, "audit.") => Coding(Dicom, "110101", "Audit Log Used"),
        { PatientId: not null } => Coding(Dicom, "110110", "Patient Record"),
        _ => Coding(Dicom, "110100", "Application Activity"),
    };

    private static bool Is(AuditEntry entry, string beginning) => entry.Action.StartsWith(beginning, StringComparison.Ordinal);

    private static IEnumerable<JsonObject> Agents(AuditEntry entry, string practice)
    {
        var who = Who(entry, practice);
        who["requestor"] = true;
        yield return who;
        if (entry.AppId is { } app)
        {
            yield return new()
            {
                ["type"] = new JsonObject { ["coding"] = new JsonArray(Coding(Dicom, "110150", "Application")) },
                ["who"] = Identified($"urn:portal:{practice}:app", app),
                ["requestor"] = false,
            };
        }
    }

    /// <summary>Ids only: who that is the portal's pages say to those who may know.</summary>
    private static JsonObject Who(AuditEntry entry, string practice) => entry switch
    {
        { Roles: Audience.Patient, ActorId.Length: > 0 } when PortalUserId.PatientOf(entry.ActorId) is { } patientId =>
            new() { ["who"] = Reference($"Patient/{patientId}") },
        { ActorId.Length: > 0 } => new() { ["who"] = Identified(UserSystem(practice), entry.ActorId) },
        { Roles: Audience.System } => new() { ["name"] = "The portal itself" },
        { Roles: Audience.Integrator } => new() { ["name"] = "A connected program" },
        _ => new() { ["name"] = "Somebody not signed in" },
    };

    private static JsonObject Reference(string target) => new() { ["reference"] = target };

    private static JsonObject Identified(string system, string value) => new() { ["identifier"] = new JsonObject { ["system"] = system, ["value"] = value } };

    private static JsonObject Coding(string system, string code, string display) => new() { ["system"] = system, ["code"] = code, ["display"] = display };
}
