using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;
using Portal.WebFront.Look;

namespace Portal.WebFront.Pages.Staff.Settings;

/// <summary>Adds or changes a provider.</summary>
public sealed class ProviderModel(IGrainFactory grains, PageFrame frame) : SettingsPage(grains, frame)
{
    public static IReadOnlyList<SelectListItem> Kinds { get; } =
        [.. Enum.GetNames<ProviderKind>().Select(kind => new SelectListItem(kind, kind))];

    [BindProperty(SupportsGet = true)]
    public string? Id { get; set; }

    [BindProperty]
    public ProviderInput Input { get; set; } = new();

    public List<SelectListItem> Places => Locations(Input.LocationIds);

    private BookedWith Booking => new(ProviderId: Id ?? "");

    private ProviderInput? Present => View.Providers.FirstOrDefault(provider => provider.Id == Id) is { } present
        ? new()
        {
            Name = present.Name,
            Kind = present.Kind,
            LocationIds = [.. present.LocationIds],
            AcceptsMessages = present.AcceptsMessages,
            Email = present.Email,
            OutOfUse = present.OutOfUse,
        }
        : null;

    public async Task<IActionResult> OnGetAsync()
    {
        if (Id is null)
            return Page();
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
        if (Present is { } present && !Joins(present, Input, (nameof(Input.LocationIds), Chosen(Locations(present.LocationIds), present.LocationIds))))
            return Page();
        var provider = new Provider(IdOrNew(Id), Input.Name ?? "", Input.Kind, [.. Input.LocationIds], Input.AcceptsMessages, Input.Email ?? "", Input.OutOfUse);
        var isTakenOut = Input.OutOfUse && Present is { OutOfUse: false };
        var saved = await Settings.SaveProvider(new(RequestId, provider));
        return After(saved, await WithBooked("The provider was saved.", isTakenOut && saved.Succeeded, Booking));
    }
}

public sealed class ProviderInput
{
    public string? Name { get; set; }

    public ProviderKind Kind { get; set; }

    public List<string> LocationIds { get; set; } = [];

    public bool AcceptsMessages { get; set; } = true;

    public string? Email { get; set; }

    public bool OutOfUse { get; set; }
}
