using System.Text;
using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;
using Portal.WebFront.Scheduling;

namespace Portal.WebFront.Pages.Appointments;

/// <summary>One visit for the person's own calendar.</summary>
public sealed class CalendarModel(IGrainFactory grains, TimeProvider time) : PortalPage(grains)
{
    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (await Grain<IAppointmentGrain>(id).View() is not { Status: AppointmentStatus.Scheduled, Slot: not null } visit)
            return NotFound();
        if (await Grain<IPracticeGrain>(IPracticeGrain.Id).View() is not { } practice)
            return NotFound();
        var file = CalendarFile.Of(visit, practice, time.GetUtcNow());
        return File(Encoding.UTF8.GetBytes(file), CalendarFile.ContentType, "dental-appointment.ics");
    }
}
