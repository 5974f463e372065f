using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Scheduling;

namespace Portal.Grains.Records.Reflection;

/// <summary>What was changed about a visit in the portal, written into the FHIR Appointment.</summary>
public static class VisitReflection
{
    public const string Type = "Appointment";

    public static JsonObject New(string id) => new() { ["resourceType"] = Type, ["id"] = id };

    /// <summary>Status, time, place, people, confirmation and reason, as the visit stands; all else stays as it came.</summary>
    /// <param name="resource">The Appointment.</param>
    /// <param name="visit">The visit.</param>
    /// <param name="practice">The settings of now.</param>
    /// <param name="roles">The practitioners by the ids of the roles that take part.</param>
    public static void Apply(JsonObject resource, AppointmentView visit, PracticeView practice, IReadOnlyDictionary<string, string>? roles = null)
    {
        Status(resource, AppointmentCodes.Write(new(visit.Status, visit.BrokenAs, visit.Confirmation)));
        if (visit.Slot is { } slot)
        {
            resource["start"] = Instant(slot.Start);
            resource["end"] = Instant(slot.End);
            resource["minutesDuration"] = (int)(slot.End - slot.Start).TotalMinutes;
        }

        if (visit.Reason.Length > 0)
            resource["description"] = visit.Reason;
        Participants(resource, visit, practice, roles ?? ImmutableDictionary<string, string>.Empty);
    }

    /// <summary>The PractitionerRoles that take part.</summary>
    public static IEnumerable<string> RolesIn(JsonObject resource, string practice) => (resource["participant"] as JsonArray ?? []).OfType<JsonObject>()
        .Select(participant => Here(participant, "actor", practice).Split('/'))
        .Where(actor => actor is [RosterChanges.Role, _]).Select(actor => actor[1]).Distinct(StringComparer.Ordinal);

    /// <summary>Whose role it is, as <c>Practitioner/id</c>.</summary>
    public static string? PractitionerOf(JsonObject role, string practice) => Here(role, "practitioner", practice) is { Length: > 0 } person ? person : null;

    /// <summary>R4 (app-4) has a reason only beside a status that needs one, and one that came is the reason of the status that came with it.</summary>
    private static void Status(JsonObject resource, string status)
    {
        if (Elements.Of(resource, "status") != status || status is not ("cancelled" or "noshow"))
            resource.Remove("cancelationReason");
        resource["status"] = status;
        if (status is "cancelled" && resource["cancelationReason"] is null)
            resource["cancelationReason"] = new JsonObject { ["text"] = "Cancelled" };
    }

    private static void Participants(JsonObject resource, AppointmentView visit, PracticeView practice, IReadOnlyDictionary<string, string> roles)
    {
        var participants = Elements.List(resource, "participant");
        var wanted = Actors(visit, practice);
        string ActorOf(JsonObject participant) => Here(participant, "actor", practice.Card.Slug) is var actor
            && actor.Split('/') is [RosterChanges.Role, var role] && roles.TryGetValue(role, out var person) ? person : actor;
        foreach (var gone in participants.OfType<JsonObject>().Where(one => IsOurs(ActorOf(one), practice) && !wanted.ContainsKey(ActorOf(one)) && Elements.Of(one, "status") is not "declined").ToList())
            participants.Remove(gone);
        foreach (var (actor, display) in wanted)
        {
            var known = participants.OfType<JsonObject>().FirstOrDefault(one => ActorOf(one) == actor);
            var isNew = known is null;
            if (known is null)
                participants.Add(known = new() { ["actor"] = WithDisplay(actor, display), ["required"] = "required" });
            if (actor.StartsWith("Patient/", StringComparison.Ordinal))
                known["status"] = PatientAnswer(visit);
            // What others answer is not the portal's to say; only who had said no and treats now has changed.
            else if (isNew || Elements.Of(known, "status") is "" or "declined")
                known["status"] = "accepted";
        }
    }

    private static Dictionary<string, string?> Actors(AppointmentView visit, PracticeView practice)
    {
        var actors = new Dictionary<string, string?>(StringComparer.Ordinal) { [$"Patient/{visit.PatientId}"] = null };
        if (visit.Slot is not { } slot)
            return actors;
        foreach (var provider in slot.ProviderIds)
            actors[$"Practitioner/{provider}"] = practice.Providers.FirstOrDefault(one => one.Id == provider)?.Name;
        actors[$"Location/{slot.LocationId}"] = practice.Locations.FirstOrDefault(one => one.Id == slot.LocationId)?.Name;
        if (slot.ChairId is { } chair)
            actors[$"Location/{chair}"] = practice.Chairs.FirstOrDefault(one => one.Id == chair)?.Name;
        return actors;
    }

    /// <summary>
    /// What a visit can have: who treats here, the practice's sites and chairs. Others who take part (an assistant, a dentist
    /// of another office, a device, a relative) the portal knows nothing of, and they are not its to take away.
    /// </summary>
    private static bool IsOurs(string actor, PracticeView practice) => actor.Split('/') switch
    {
        ["Practitioner", var id] => practice.Providers.Any(provider => provider.Id == id),
        ["Location", var id] => practice.Locations.Any(site => site.Id == id) || practice.Chairs.Any(chair => chair.Id == id),
        _ => false,
    };

    private static string PatientAnswer(AppointmentView visit) => visit.Confirmation switch
    {
        ConfirmationStatus.Confirmed or ConfirmationStatus.Arrived or ConfirmationStatus.ReadyToGoBack
            or ConfirmationStatus.InTreatmentRoom or ConfirmationStatus.FrontDesk => "accepted",
        ConfirmationStatus.EConfirmCallBack => "tentative",
        _ => visit.Status is AppointmentStatus.Complete ? "accepted" : "needs-action",
    };

    /// <summary>What is referred to, as the portal names it: by its own key, and without the address of this server.</summary>
    private static string Here(JsonObject of, string element, string practice)
    {
        var reference = of[element] is JsonObject actor ? Elements.Of(actor, "reference") : "";
        var mark = $"/{practice}/fhir/R4/";
        var here = reference.IndexOf(mark, StringComparison.Ordinal);
        return (here < 0 ? reference : reference[(here + mark.Length)..]).Split('/') is [{ Length: > 0 } type, { Length: > 0 } id]
            ? $"{type}/{RecordId.KeySafe(id)}"
            : reference;
    }

    private static JsonObject WithDisplay(string actor, string? display)
    {
        var reference = Elements.Reference(actor);
        if (display is not null)
            reference["display"] = display;
        return reference;
    }

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
