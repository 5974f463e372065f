using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;
using Portal.WebFront.Look;

namespace Portal.WebFront.Pages.Staff.Settings;

/// <summary>Adds or changes a chair.</summary>
public sealed class ChairModel(IGrainFactory grains, PageFrame frame) : SettingsPage(grains, frame)
{
    [BindProperty(SupportsGet = true)]
    public string? Id { get; set; }

    [BindProperty]
    public ChairInput Input { get; set; } = new();

    public List<SelectListItem> Places => Locations(Input.LocationId, Present?.LocationId);

    private BookedWith Booking => new(ChairId: Id ?? "");

    private ChairInput? Present => View.Chairs.FirstOrDefault(chair => chair.Id == Id) is { } present
        ? new() { Name = present.Name, LocationId = present.LocationId, Order = Number(present.Order), OutOfUse = present.OutOfUse }
        : null;

    public async Task<IActionResult> OnGetAsync()
    {
        if (Id is null)
        {
            Input.Order = Number(View.Chairs.Select(chair => chair.Order).DefaultIfEmpty(0).Max() + 1);
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
        if (Present is { } present && !Joins(present, Input, (nameof(Input.LocationId), Chosen(Places, present.LocationId))))
            return Page();
        if (View.Chairs.Any(IsTheSame))
        {
            ModelState.AddModelError("Input.Name", $"There is a chair named {Input.Name} at this location already.");
            return Page();
        }

        // What is no number is one that the rules refuse, with all else that is wrong.
        var order = int.TryParse(Input.Order, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
        var chair = new Chair(IdOrNew(Id), Input.LocationId ?? "", Input.Name ?? "", order, Input.OutOfUse);
        var isTakenOut = Input.OutOfUse && Present is { OutOfUse: false };
        var saved = await Settings.SaveChair(new(RequestId, chair));
        return After(saved, await WithBooked("The chair was saved.", isTakenOut && saved.Succeeded, Booking));
    }

    /// <summary>Another chair that nobody could tell from this one in the day view.</summary>
    private bool IsTheSame(Chair other) => other.Id != IdOrNew(Id) && other.LocationId == Input.LocationId
        && string.Equals(other.Name, Input.Name?.Trim(), StringComparison.OrdinalIgnoreCase);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

public sealed class ChairInput
{
    public string? Name { get; set; }

    public string? LocationId { get; set; }

    public string? Order { get; set; }

    public bool OutOfUse { get; set; }
}
