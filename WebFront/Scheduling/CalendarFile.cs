using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;

namespace Portal.WebFront.Scheduling;

/// <summary>
/// A visit as an iCalendar file. Begin and end are instants in UTC: whatever a calendar knows of time zones and of
/// daylight saving, it shows the right hour. The title says no more than that it is at the dentist.
/// </summary>
public static class CalendarFile
{
    public const string ContentType = "text/calendar; charset=utf-8";

    public static string Of(AppointmentView visit, PracticeView practice, DateTimeOffset now)
    {
        var slot = visit.Slot!;
        var location = practice.Locations.FirstOrDefault(location => location.Id == slot.LocationId);
        var entry = new CalendarEvent
        {
            Uid = $"{visit.Id}@{practice.Card.Slug}.portal",
            DtStamp = Instant(now),
            Start = Instant(slot.Start),
            End = Instant(slot.End),
            Summary = "Dental Appointment",
            Location = string.Join(", ", new[] { practice.Card.Name, location?.Name, location?.Address }.Where(part => !string.IsNullOrEmpty(part))),
            Description = Description(practice, location),
            Status = HasConfirmed(visit.Confirmation) ? EventStatus.Confirmed : EventStatus.Tentative,
        };
        var calendar = new Calendar { ProductId = "-//Portal//Visits//EN", Method = CalendarMethods.Publish };
        calendar.Events.Add(entry);
        return new CalendarSerializer().SerializeToString(calendar)!;
    }

    /// <summary>Whoever has come in has said so by it.</summary>
    private static bool HasConfirmed(ConfirmationStatus confirmation) => confirmation is ConfirmationStatus.Confirmed
        or ConfirmationStatus.Arrived or ConfirmationStatus.ReadyToGoBack or ConfirmationStatus.InTreatmentRoom or ConfirmationStatus.FrontDesk;

    private static string Description(PracticeView practice, Location? location)
    {
        var phone = location?.Phone is { Length: > 0 } own ? own : practice.Card.Phone;
        return phone.Length > 0 ? $"Questions? Call {practice.Card.Name}, {phone}." : practice.Card.Name;
    }

    private static CalDateTime Instant(DateTimeOffset at) => new(at.UtcDateTime, "UTC");
}
