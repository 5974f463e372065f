using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Practices;
using Portal.WebFront.Look;

namespace Portal.WebFront.Pages.Staff.Settings;

/// <summary>Adds or changes a shared inbox.</summary>
public sealed class InboxModel(IGrainFactory grains, PageFrame frame) : SettingsPage(grains, frame)
{
    [BindProperty(SupportsGet = true)]
    public string? Id { get; set; }

    [BindProperty]
    public InboxInput Input { get; set; } = new();

    private InboxInput? Present => View.Pools.FirstOrDefault(pool => pool.Id == Id) is { } present
        ? new() { Name = present.Name, About = present.About, OutOfUse = present.OutOfUse }
        : null;

    public IActionResult OnGet()
    {
        if (Id is null)
            return Page();
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
        var pool = new Pool(IdOrNew(Id), Input.Name ?? "", Input.About ?? "", Input.OutOfUse);
        return After(await Settings.SavePool(new(RequestId, pool)), "The shared inbox was saved.");
    }
}

public sealed class InboxInput
{
    public string? Name { get; set; }

    public string? About { get; set; }

    public bool OutOfUse { get; set; }
}
