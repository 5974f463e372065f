using System.Collections.Immutable;
using Hl7.Fhir.Model;
using Hl7.Fhir.Utility;
using Portal.Grains.Interfaces.Scheduling;
using Appointment = Hl7.Fhir.Model.Appointment;
using Slot = Portal.Grains.Interfaces.Scheduling.Slot;

namespace Portal.WebFront.Records.Mapping;

/// <summary>FHIR Appointment → a visit, when it is at one of the practice's locations.</summary>
internal static class VisitMapping
{
    public static readonly ImmutableArray<string> CdtSystems = ["http://www.ada.org/cdt", "http://ada.org/cdt"];

    public static ImportAppointment? Of(Appointment appointment, string patientId, ImportContext context)
    {
        var code = appointment.Status?.GetLiteral() ?? "";
        // A practice without a location has no book.
        if (context.Sites.Count == 0 || !AppointmentCodes.TryRead(code, out var standing))
            return null;
        var slot = SlotOf(appointment, context);
        if (slot is null && standing.Status is not (AppointmentStatus.Planned or AppointmentStatus.UnschedList))
            return null;
        return new()
        {
            RequestId = "",
            PatientId = patientId,
            Status = standing.Status,
            BrokenAs = standing.BrokenAs,
            Slot = slot,
            Reason = ReasonOf(appointment),
            Procedures = [.. appointment.ServiceType
                .SelectMany(type => type.Coding)
                .Where(coding => CdtSystems.Contains(coding.System ?? "") && coding.Code is { Length: > 0 })
                .Select(coding => new PlannedProcedure(coding.Code!, coding.Display ?? ""))],
            Confirmation = standing.Confirmation ?? ConfirmationOf(appointment, standing.Status),
        };
    }

    private static Slot? SlotOf(Appointment appointment, ImportContext context)
    {
        if (appointment.Start is not { } start || EndOf(appointment) is not { } end)
            return null;
        var places = Actors(appointment, "Location", context).ToList();
        var chair = places.Select(context.Chairs.GetValueOrDefault).FirstOrDefault(found => found is not null);
        var site = places.FirstOrDefault(context.Sites.Contains) ?? chair?.LocationId;
        return site is null
            ? null
            : new(site, chair?.Id, [.. Actors(appointment, "Practitioner", context).Where(context.Providers.ContainsKey)], start, end);
    }

    private static DateTimeOffset? EndOf(Appointment appointment) =>
        appointment.End ?? appointment.Start?.AddMinutes(appointment.MinutesDuration ?? 0);

    private static IEnumerable<string> Actors(Appointment appointment, string type, ImportContext context) => appointment.Participant
        .Select(participant => context.References.IdOf(type, participant.Actor?.Reference))
        .OfType<string>();

    private static string ReasonOf(Appointment appointment) =>
        appointment.Description
        ?? appointment.ReasonCode.Concat(appointment.ServiceType).Append(appointment.AppointmentType)
            .Select(concept => concept?.Text ?? concept?.Coding.FirstOrDefault()?.Display)
            .FirstOrDefault(text => text is { Length: > 0 })
        ?? "";

    /// <summary>Only a yes is told: what the patient answered here meanwhile is not undone by an older "not yet".</summary>
    private static ConfirmationStatus? ConfirmationOf(Appointment appointment, AppointmentStatus status)
    {
        var patient = appointment.Participant.FirstOrDefault(
            participant => participant.Actor?.Reference?.Contains("Patient/", StringComparison.Ordinal) is true);
        return status is AppointmentStatus.Scheduled && patient?.Status is ParticipationStatus.Accepted
            ? ConfirmationStatus.Confirmed
            : null;
    }
}
