using System.Collections.Immutable;
using Hl7.Fhir.Model;
using Hl7.Fhir.Utility;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Scheduling;
using Appointment = Hl7.Fhir.Model.Appointment;
using Slot = Portal.Grains.Interfaces.Scheduling.Slot;

namespace Portal.WebFront.Records.Mapping;

/// <summary>FHIR Appointment → a visit, when it is at one of the practice's locations.</summary>
internal static class VisitMapping
{
    public static readonly ImmutableArray<string> CdtSystems = ["http://www.ada.org/cdt", "http://ada.org/cdt"];

    /// <returns>The visit, or what it lacks to be one. What was entered in error needs nothing: it takes a visit back.</returns>
    public static (ImportAppointment? Visit, ImmutableArray<ImportProblem>? Warnings) Of(
        InputEntry entry, Appointment appointment, string patientId, ImportContext context)
    {
        if (!AppointmentCodes.TryRead(appointment.Status?.GetLiteral() ?? "", out var standing))
            return default;
        if (standing.BrokenAs is BreakKind.EnteredInError)
            return context.Sites.Count == 0 ? default : (VisitOf(appointment, patientId, standing, null, context), null);
        var slot = SlotOf(appointment, context);
        if (context.Sites.Count == 0
            || (slot is null && standing.Status is not (AppointmentStatus.Planned or AppointmentStatus.UnschedList)))
            return (null, [Lacking(entry.Place, appointment, context)]);
        return (VisitOf(appointment, patientId, standing, slot, context), WithoutProvider(entry.Place, standing, slot));
    }

    private static ImportAppointment VisitOf(
        Appointment appointment, string patientId, AppointmentStanding standing, Slot? slot, ImportContext context) =>
        new()
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
            Confirmation = standing.Confirmation ?? ConfirmationOf(appointment, patientId, standing.Status, context),
        };

    private static ImportProblem Lacking(string place, Appointment appointment, ImportContext context)
    {
        var (element, reason, advice) = (context.Sites.Count, appointment.Start) switch
        {
            (0, _) => (".participant", "The practice has no location, so it has no appointment book.",
                "Import the practice's locations, or add one in the settings, and import the appointment again."),
            (_, null) => (".start", "It has no start.", "Give it a start and an end, and import it again."),
            _ => (".participant", "It names no location or chair of the practice.",
                "Name one of the practice's locations as a participant, and import it again."),
        };
        return new(place + element, ImportProblem.NoVisit, $"{ImportProblem.KeptWithoutVisit} {reason}", advice);
    }

    /// <summary>Such a visit is in the book, but nobody's time is held for it.</summary>
    private static ImmutableArray<ImportProblem>? WithoutProvider(string place, AppointmentStanding standing, Slot? slot) =>
        standing.Status is not AppointmentStatus.Scheduled || slot is not { ProviderIds.IsEmpty: true }
            ? null
            : [new(
                place + ".participant",
                "import.no_provider",
                "The visit names no provider of the practice: it is in the book, but nobody's time is held for it.",
                "Name a provider as a participant and import it again, or choose one on the page of the visit.")];

    private static Slot? SlotOf(Appointment appointment, ImportContext context)
    {
        if (appointment.Start is not { } start || EndOf(appointment) is not { } end)
            return null;
        var places = Actors(appointment, reference => context.References.IdOf("Location", reference)).ToList();
        var chair = places.Select(context.Chairs.GetValueOrDefault).FirstOrDefault(found => found is not null);
        var site = places.FirstOrDefault(context.Sites.Contains) ?? chair?.LocationId;
        return site is null
            ? null
            : new(site, chair?.Id, [.. Actors(appointment, context.PractitionerOf).Where(context.Providers.ContainsKey).Distinct(StringComparer.Ordinal)], start, end);
    }

    private static DateTimeOffset? EndOf(Appointment appointment) =>
        appointment.End ?? appointment.Start?.AddMinutes(appointment.MinutesDuration ?? 0);

    /// <summary>Those who take part, and have not said no.</summary>
    private static IEnumerable<string> Actors(Appointment appointment, Func<string?, string?> idOf) => appointment.Participant
        .Where(participant => participant.Status is not ParticipationStatus.Declined)
        .Select(participant => idOf(participant.Actor?.Reference))
        .OfType<string>();

    private static string ReasonOf(Appointment appointment) =>
        appointment.Description
        ?? appointment.ReasonCode.Concat(appointment.ServiceType).Append(appointment.AppointmentType)
            .Select(concept => concept?.Text ?? concept?.Coding.FirstOrDefault()?.Display)
            .FirstOrDefault(text => text is { Length: > 0 })
        ?? "";

    /// <summary>
    /// A yes and a no are told: what the patient said here meanwhile is not undone by an older "not yet". Tentative is what the
    /// portal itself says of somebody who wants to be called.
    /// </summary>
    private static ConfirmationStatus? ConfirmationOf(Appointment appointment, string patientId, AppointmentStatus status, ImportContext context)
    {
        var patient = appointment.Participant.FirstOrDefault(participant => context.PatientOf(participant.Actor?.Reference) == patientId);
        return (status, patient?.Status) switch
        {
            (AppointmentStatus.Scheduled, ParticipationStatus.Accepted) => ConfirmationStatus.Confirmed,
            (AppointmentStatus.Scheduled, ParticipationStatus.Declined) => ConfirmationStatus.Unconfirmed,
            _ => null,
        };
    }
}
