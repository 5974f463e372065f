using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;
using Portal.WebFront.Look;

namespace Portal.WebFront.Pages.Staff.Settings;

/// <summary>Adds or changes a location.</summary>
public sealed class LocationModel(IGrainFactory grains, TimeProvider time, PageFrame frame) : SettingsPage(grains, frame)
{
    [BindProperty(SupportsGet = true)]
    public string? Id { get; set; }

    [BindProperty]
    public LocationInput Input { get; set; } = new();

    /// <summary>The time zone that was asked about: being sure holds for that one, not for the next that is typed in.</summary>
    [BindProperty]
    public string? ZoneAsked { get; set; }

    /// <summary>What another time zone does to the visits in the book, asked about before it is saved.</summary>
    public string? ZoneQuestion { get; private set; }

    private BookedWith Booking => new(LocationId: Id ?? "");

    private LocationInput? Present => View.Locations.FirstOrDefault(location => location.Id == Id) is { } present
        ? new() { Name = present.Name, TimeZone = present.TimeZone, Address = present.Address, Phone = present.Phone, OutOfUse = present.OutOfUse }
        : null;

    public async Task<IActionResult> OnGetAsync()
    {
        if (Id is null)
        {
            Input.TimeZone = View.MainLocation?.TimeZone;
            return Page();
        }

        if (Present is not { } present)
            return NotFound();
        MadeFrom(Input = present);
        await LoadBooked(present.OutOfUse, Booking);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (IsGone(Id, Present))
            return NotFound();
        if (Present is { } present && !Joins(present, Input))
            return Page();
        ZoneQuestion = IsSure && ZoneAsked == Input.TimeZone ? null : AskAboutZone();
        if (ZoneQuestion is not null)
        {
            ZoneAsked = Input.TimeZone;
            ModelState.Remove(nameof(ZoneAsked));
            return Page();
        }

        var location = new Location(IdOrNew(Id), Input.Name ?? "", Input.TimeZone ?? "", Input.Address ?? "", Input.Phone ?? "", Input.OutOfUse);
        var isTakenOut = Input.OutOfUse && Present is { OutOfUse: false };
        var saved = await Settings.SaveLocation(new(RequestId, location));
        return After(saved, await WithBooked("The location was saved.", isTakenOut && saved.Succeeded, Booking));
    }

    /// <summary>None when the clock stays what it was, or is none: that the rules refuse.</summary>
    private string? AskAboutZone()
    {
        if (Present?.TimeZone is not { } before || !TimeZoneInfo.TryFindSystemTimeZoneById(before, out var old)
            || !TimeZoneInfo.TryFindSystemTimeZoneById(Input.TimeZone?.Trim() ?? "", out var zone) || old.HasSameRules(zone))
        {
            return null;
        }

        if (LocalTime.Instant(old, LocalTime.DayOf(old, time.GetUtcNow()).AddDays(1), new(9, 0)) is not { } nine)
            return null;
        var day = (LocalTime.DayOf(zone, nine).DayNumber - LocalTime.DayOf(old, nine).DayNumber) switch { < 0 => " of the day before", > 0 => " of the day after", _ => "" };
        return $"Visits that are in the book stay at their moment: what is at 9:00 AM is then at {PlainTime.Clock(nine, zone)}{day}. Patients see the other hour, and nobody tells them.";
    }
}

public sealed class LocationInput
{
    public string? Name { get; set; }

    public string? TimeZone { get; set; }

    public string? Address { get; set; }

    public string? Phone { get; set; }

    public bool OutOfUse { get; set; }
}
