using System.Globalization;
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
            Input.Order = Number(View.Chairs.Select(chair => chair.Order).DefaultIfEmpty(0).Max() + 1);
            return Page();
        }

        if (View.Chairs.FirstOrDefault(chair => chair.Id == Id) is not { } present)
            return NotFound();
        Input = new() { Name = present.Name, LocationId = present.LocationId, Order = Number(present.Order) };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        // What is no number is one that the rules refuse, with all else that is wrong.
        var order = int.TryParse(Input.Order, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
        var chair = new Chair(IdOrNew(Id), Input.LocationId ?? "", Input.Name ?? "", order);
        return After(await Settings.SaveChair(new(RequestId, chair)), "The chair was saved.");
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

public sealed class ChairInput
{
    public string? Name { get; set; }

    public string? LocationId { get; set; }

    public string? Order { get; set; }
}
