using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Interfaces.Scheduling;
using Portal.Grains.Records.Search;
using Portal.Grains.Scheduling;

namespace Portal.Grains.Records.Reflection;

/// <summary>
/// The FHIR Encounter of a visit from the moment on when the patient is there. A visit that lies ahead has none: R4 says that
/// the Appointment is for planning, and the Encounter for the patient's showing up.
/// </summary>
public static class EncounterReflection
{
    public const string Type = "Encounter";

    /// <summary>What was never there, or was taken for it by mistake.</summary>
    private static readonly string[] _void = ["entered-in-error", "cancelled"];

    public static string IdOf(string appointmentId) => RecordId.KeySafe($"visit-{appointmentId}");

    public static bool HasBegun(AppointmentView visit) => visit.Status is AppointmentStatus.Complete || IsHere(visit);

    /// <summary>
    /// The same of a visit that another system tells. One that was over when it came is history, of which that system tells the
    /// Encounters that it has, however often it tells the visit. Who is here may be late.
    /// </summary>
    public static bool HasBegunHere(AppointmentView visit) => visit is { Slot: { } slot, History: [var came, ..] }
        && (IsHere(visit)
            ? came.At < slot.End + SlotRules.Longest
            : HasBegun(visit) && visit.History.Length > 1 && came.At < slot.End);

    /// <summary>The one that a visit takes place as; the portal's own only when no system sent one.</summary>
    internal static HeldResource? Of(string appointmentId, IEnumerable<HeldResource> held, string practice) => held
        .Where(resource => resource.Type == Type && !resource.Served.Deleted && RefersTo(resource, appointmentId))
        .Where(resource => !IsVoid(JsonNode.Parse(resource.Served.Json)!.AsObject()))
        .OrderBy(resource => IsOurs(JsonNode.Parse(resource.Served.Json)!.AsObject(), practice))
        .FirstOrDefault();

    /// <summary>Whether another system knows the visit as an Encounter.</summary>
    internal static bool IsKnownElsewhere(string appointmentId, IEnumerable<HeldResource> held, string practice) => held.Any(resource =>
        resource.Type == Type && !resource.Served.Deleted && RefersTo(resource, appointmentId)
        && JsonNode.Parse(resource.Served.Json)!.AsObject() is var told && !IsOurs(told, practice) && !IsVoid(told));

    /// <summary>Whether it tells of nothing that took place.</summary>
    public static bool IsVoid(JsonObject encounter) => _void.Contains(Elements.Of(encounter, "status"));

    /// <summary>The visits that an Encounter says to be.</summary>
    public static IEnumerable<string> VisitsOf(JsonObject encounter) => (encounter["appointment"] as JsonArray ?? []).OfType<JsonObject>()
        .Select(reference => ValueReader.Target(Elements.Of(reference, "reference")))
        .OfType<string>()
        .Where(target => target.StartsWith(VisitReflection.Type + "/", StringComparison.Ordinal))
        .Select(target => target[(VisitReflection.Type.Length + 1)..]);

    /// <summary>Whether the portal made it.</summary>
    public static bool IsOurs(JsonObject encounter, string practice) =>
        Elements.First(encounter, "identifier", one => Elements.Of(one, "system") == SystemOf(practice)) is not null;

    public static JsonObject New(AppointmentView visit, string appointmentId, string practice) => new()
    {
        ["resourceType"] = Type,
        ["id"] = IdOf(appointmentId),
        ["meta"] = new JsonObject { ["profile"] = new JsonArray("http://hl7.org/fhir/us/core/StructureDefinition/us-core-encounter") },
        ["identifier"] = new JsonArray(new JsonObject { ["system"] = SystemOf(practice), ["value"] = appointmentId }),
        ["class"] = new JsonObject { ["system"] = "http://terminology.hl7.org/CodeSystem/v3-ActCode", ["code"] = "AMB", ["display"] = "ambulatory" },
        ["subject"] = Elements.Reference($"Patient/{visit.PatientId}"),
        ["appointment"] = new JsonArray(Elements.Reference($"{VisitReflection.Type}/{appointmentId}")),
        ["serviceProvider"] = Elements.Reference($"{RosterChanges.Organization}/{practice}"),
    };

    /// <summary>Status, kind, time, place and people, as the visit stands.</summary>
    public static void Apply(JsonObject resource, AppointmentView visit, PracticeView practice)
    {
        resource["status"] = StatusOf(visit);
        resource["type"] = TypesOf(visit);
        if (visit.Slot is not { } slot)
            return;
        resource["period"] = new JsonObject { ["start"] = Instant(slot.Start) };
        if (visit.Status is AppointmentStatus.Complete)
            resource["period"]!["end"] = Instant(slot.End);
        resource["participant"] = new JsonArray([.. slot.ProviderIds.Select(id => (JsonNode)new JsonObject { ["individual"] = Provider(id, practice) })]);
        Elements.DropEmpty(resource, "participant");
        resource["location"] = new JsonArray(new JsonObject { ["location"] = Elements.Reference($"{RosterChanges.Location}/{slot.LocationId}") });
    }

    private static bool IsHere(AppointmentView visit) => visit is
    {
        Status: AppointmentStatus.Scheduled,
        Confirmation: ConfirmationStatus.Arrived or ConfirmationStatus.ReadyToGoBack or ConfirmationStatus.InTreatmentRoom or ConfirmationStatus.FrontDesk,
    };

    private static string StatusOf(AppointmentView visit) => visit switch
    {
        { Status: AppointmentStatus.Complete } => "finished",
        { Status: not AppointmentStatus.Scheduled } => "cancelled",
        { Confirmation: ConfirmationStatus.InTreatmentRoom or ConfirmationStatus.FrontDesk } => "in-progress",
        _ => IsHere(visit) ? "arrived" : "entered-in-error",
    };

    private static JsonArray TypesOf(AppointmentView visit) => visit.Procedures.IsEmpty
        ? [new JsonObject { ["text"] = visit.Reason.Length > 0 ? visit.Reason : "Dental visit" }]
        : [.. visit.Procedures.Select(procedure => (JsonNode)new JsonObject
        {
            ["coding"] = new JsonArray(new JsonObject { ["system"] = "http://www.ada.org/cdt", ["code"] = procedure.Code }),
            ["text"] = procedure.Description.Length > 0 ? procedure.Description : procedure.Code,
        })];

    private static JsonObject Provider(string id, PracticeView practice)
    {
        var reference = Elements.Reference($"{RosterChanges.Practitioner}/{id}");
        if (practice.Providers.FirstOrDefault(one => one.Id == id)?.Name is { } name)
            reference["display"] = name;
        return reference;
    }

    private static bool RefersTo(HeldResource encounter, string appointmentId) => encounter.Values(SearchParameters.Find(Type, "appointment")!)
        .OfType<IndexedReference>().Any(reference => reference.Target == $"{VisitReflection.Type}/{appointmentId}");

    private static string SystemOf(string practice) => $"urn:portal:{practice}:visit";

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
