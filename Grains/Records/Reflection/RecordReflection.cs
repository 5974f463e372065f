using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Scheduling;
using Portal.Grains.Records.Search;

namespace Portal.Grains.Records.Reflection;

/// <summary>
/// Makes the next version of a resource from what the portal knows now. It reads the present state, so items that come
/// late or twice do no harm.
/// </summary>
internal sealed class RecordReflection(IGrainFactory grains, GrainKey record)
{
    /// <param name="stored">The resource as it is stored, or none.</param>
    /// <param name="changed">Groups of elements, see <see cref="PatientReflection"/>.</param>
    public async Task<ResourceDraft?> Patient(ResourceState? stored, ImmutableArray<string> changed)
    {
        using var system = CallerScope.Use(Caller.System(record.Practice));
        if (await grains.GetGrain<IPatientGrain>(record.ToString()).View() is not { } patient)
            return null;
        var resource = Json(stored) ?? PatientReflection.New(record.Id, record.Practice);
        PatientReflection.Apply(resource, patient, stored is null ? PatientReflection.All : changed, await Providers());
        return Draft(stored, PatientReflection.Type, record.Id, resource, patient.Demographics.BirthDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "", "");
    }

    public async Task<ResourceDraft?> Visit(Func<string, Task<ResourceState?>> stored, string appointmentId)
    {
        using var system = CallerScope.Use(Caller.System(record.Practice));
        var visit = await grains.GetGrain<IAppointmentGrain>(GrainKey.For(record.Practice, appointmentId)).View();
        var practice = await grains.GetGrain<IPracticeGrain>(GrainKey.For(record.Practice, IPracticeGrain.Id)).View();
        if (visit is null || practice is null)
            return null;
        var before = await stored(VisitReflection.Type);
        var resource = Json(before) ?? VisitReflection.New(appointmentId);
        VisitReflection.Apply(resource, visit, practice, await Roles(resource));
        var date = visit.Slot is { } slot ? DocumentJson.TextOf(slot.Start) : "";
        return Draft(before, VisitReflection.Type, appointmentId, resource, date, Elements.Of(resource, "status"), visit.Reason);
    }

    /// <summary>An Appointment that comes, as the book has it now; the same instance where it tells what stands in the book.</summary>
    public async Task<ResourceDraft> AsBooked(ResourceDraft draft, ImportAppointment told)
    {
        using var system = CallerScope.Use(Caller.System(record.Practice));
        var visit = await grains.GetGrain<IAppointmentGrain>(GrainKey.For(record.Practice, draft.Id)).View();
        var practice = await grains.GetGrain<IPracticeGrain>(GrainKey.For(record.Practice, IPracticeGrain.Id)).View();
        if (visit is null || practice is null || ToldVisit.Is(told, visit))
            return draft;
        var resource = JsonNode.Parse(draft.Json)!.AsObject();
        VisitReflection.Apply(resource, visit, practice, await Roles(resource));
        var date = visit.Slot is { } slot ? DocumentJson.TextOf(slot.Start) : draft.Facts.Date;
        return Otherwise(draft, resource) with
        {
            Facts = draft.Facts with { Date = date, Status = Elements.Of(resource, "status"), Title = visit.Reason.Length > 0 ? visit.Reason : draft.Facts.Title },
        };
    }

    /// <summary>A Patient who comes, with the dentist whom the desk has chosen where none is named; the same instance where nothing is added.</summary>
    public async Task<ResourceDraft> WithProvider(ResourceDraft draft)
    {
        using var system = CallerScope.Use(Caller.System(record.Practice));
        if (await grains.GetGrain<IPatientGrain>(record.ToString()).View() is not { PrimaryProviderId: not null } patient)
            return draft;
        var resource = JsonNode.Parse(draft.Json)!.AsObject();
        PatientReflection.Apply(resource, patient, [PatientReflection.KeptProvider], await Providers());
        return JsonNode.DeepEquals(resource, JsonNode.Parse(draft.Json)) ? draft : Otherwise(draft, resource);
    }

    private async Task<IReadOnlyCollection<string>> Providers() =>
        (await grains.GetGrain<IPracticeGrain>(GrainKey.For(record.Practice, IPracticeGrain.Id)).View())?.Providers.Select(provider => provider.Id).ToHashSet(StringComparer.Ordinal) ?? [];

    private static ResourceDraft Otherwise(ResourceDraft draft, JsonObject resource) =>
        draft with { Json = resource.ToJsonString(ServedJson.Options), CameAs = CanonicalJson.Of(draft.Json).Hash };

    /// <summary>The practitioners whose roles take part.</summary>
    private async Task<IReadOnlyDictionary<string, string>> Roles(JsonObject appointment)
    {
        var people = new Dictionary<string, string>(StringComparer.Ordinal);
        var practice = grains.GetGrain<IRecordGrain>(GrainKey.For(record.Practice, RecordId.PracticeWide));
        foreach (var id in VisitReflection.RolesIn(appointment, record.Practice))
        {
            if (await practice.Read(RosterChanges.Role, id) is { } role
                && VisitReflection.PractitionerOf(JsonNode.Parse(role.Json)!.AsObject(), record.Practice) is { } person)
            {
                people[id] = person;
            }
        }

        return people;
    }

    /// <summary>A visit that takes place, or did.</summary>
    /// <param name="stored">The portal's own Encounter as it is stored, or none.</param>
    /// <param name="appointmentId">The visit.</param>
    /// <param name="hasBegun">Whether one is made when there is none.</param>
    /// <param name="isKnownElsewhere">Whether another system has told an Encounter of it; asked only where it matters.</param>
    public async Task<ResourceDraft?> Encounter(
        ResourceState? stored, string appointmentId, Func<AppointmentView, bool> hasBegun, Func<Task<bool>> isKnownElsewhere)
    {
        using var system = CallerScope.Use(Caller.System(record.Practice));
        var visit = await grains.GetGrain<IAppointmentGrain>(GrainKey.For(record.Practice, appointmentId)).View();
        var practice = await grains.GetGrain<IPracticeGrain>(GrainKey.For(record.Practice, IPracticeGrain.Id)).View();
        if (visit is null || practice is null)
            return null;
        var resource = Json(stored);
        if (resource is null && (!hasBegun(visit) || await isKnownElsewhere()))
            return null;
        resource ??= EncounterReflection.New(visit, appointmentId, record.Practice);
        if (!EncounterReflection.IsOurs(resource, record.Practice))
            return null;
        EncounterReflection.Apply(resource, visit, practice);
        var date = visit.Slot is { } slot ? DocumentJson.TextOf(slot.Start) : "";
        return Draft(stored, EncounterReflection.Type, EncounterReflection.IdOf(appointmentId), resource, date, Elements.Of(resource, "status"), visit.Reason);
    }

    /// <param name="stored">The resource as it is stored, or none.</param>
    /// <param name="change">What was changed in the practice's settings.</param>
    /// <param name="id">The resource's id.</param>
    public async Task<ResourceDraft?> Roster(ResourceState? stored, RosterChange change, string id)
    {
        using var system = CallerScope.Use(Caller.System(record.Practice));
        if (await grains.GetGrain<IPracticeGrain>(GrainKey.For(record.Practice, IPracticeGrain.Id)).View() is not { } practice)
            return null;
        var isChair = practice.Chairs.Any(chair => chair.Id == change.Id);
        var (resource, told) = Json(stored) is { } before
            ? (before, change)
            : (RosterReflection.New(change, practice), change.OfStaff() ? change : change with { Elements = RosterChanges.AllOf(change.Type, isChair) });
        if (!RosterReflection.Apply(resource, told, practice))
            return null;
        resource["id"] = stored?.OriginalId ?? id;
        var title = Elements.Of(resource, "name") is { Length: > 0 } name ? name : null;
        return Draft(stored, change.Type, id, resource, stored?.Date ?? "", Elements.Of(resource, "status"), title);
    }

    private static JsonObject? Json(ResourceState? stored) => stored is null or { Deleted: true } ? null : JsonNode.Parse(stored.Json)!.AsObject();

    internal static ResourceDraft Draft(ResourceState? before, string type, string id, JsonObject resource, string date, string status, string? title = null) => new()
    {
        Type = type,
        Id = id,
        OriginalId = before?.OriginalId,
        Json = resource.ToJsonString(ServedJson.Options),
        Facts = new()
        {
            Date = date,
            Status = status,
            Category = before?.Category ?? "",
            Codes = before?.Codes ?? [],
            Title = title ?? before?.Title ?? "",
        },
    };
}
