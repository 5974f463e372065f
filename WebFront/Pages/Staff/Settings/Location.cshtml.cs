using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Practices;
using Portal.WebFront.Look;

namespace Portal.WebFront.Pages.Staff.Settings;

/// <summary>Adds or changes a location.</summary>
public sealed class LocationModel(IGrainFactory grains, PageFrame frame) : SettingsPage(grains, frame)
{
    [BindProperty(SupportsGet = true)]
    public string? Id { get; set; }

    [BindProperty]
    public LocationInput Input { get; set; } = new();

    private LocationInput? Present => View.Locations.FirstOrDefault(location => location.Id == Id) is { } present
        ? new() { Name = present.Name, TimeZone = present.TimeZone, Address = present.Address, Phone = present.Phone, OutOfUse = present.OutOfUse }
        : null;

    public IActionResult OnGet()
    {
        if (Id is null)
        {
            Input.TimeZone = View.Locations.FirstOrDefault()?.TimeZone;
            return Page();
        }

        if (Present is not { } present)
            return NotFound();
        MadeFrom(Input = present);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (IsGone(Id, Present))
            return NotFound();
        if (Present is { } present && !Joins(present, Input))
            return Page();
        var location = new Location(IdOrNew(Id), Input.Name ?? "", Input.TimeZone ?? "", Input.Address ?? "", Input.Phone ?? "", Input.OutOfUse);
        return After(await Settings.SaveLocation(new(RequestId, location)), "The location was saved.");
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
