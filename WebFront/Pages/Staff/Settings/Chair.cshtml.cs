using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Portal.Grains.Interfaces.Practices;
using Portal.WebFront.Look;

namespace Portal.WebFront.Pages.Staff.Settings;

/// <summary>Adds or changes a chair.</summary>
public sealed class ChairModel(IGrainFactory grains, PageFrame frame) : SettingsPage(grains, frame)
{
    [BindProperty(SupportsGet = true)]
    public string? Id { get; set; }

    [BindProperty]
    public ChairInput Input { get; set; } = new();

    public List<SelectListItem> Places => Locations();

    public IActionResult OnGet()
    {
        if (Id is null)
        {
            Input.Order = View.Chairs.Select(chair => chair.Order).DefaultIfEmpty(0).Max() + 1;
            return Page();
        }

        if (View.Chairs.FirstOrDefault(chair => chair.Id == Id) is not { } present)
            return NotFound();
        Input = new() { Name = present.Name, LocationId = present.LocationId, Order = present.Order };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid)
            return Page();
        var chair = new Chair(IdOrNew(Id), Input.LocationId ?? "", Input.Name ?? "", Input.Order);
        return After(await Settings.SaveChair(new(RequestId, chair)), "The chair was saved.");
    }
}

public sealed class ChairInput
{
    public string? Name { get; set; }

    public string? LocationId { get; set; }

    public int Order { get; set; }
}
