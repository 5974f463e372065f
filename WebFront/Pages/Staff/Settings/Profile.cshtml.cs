using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Practices;
using Portal.WebFront.Look;

namespace Portal.WebFront.Pages.Staff.Settings;

/// <summary>Name and contact data of the practice.</summary>
public sealed class ProfileModel(IGrainFactory grains, PageFrame frame) : SettingsPage(grains, frame)
{
    [BindProperty]
    public ProfileInput Input { get; set; } = new();

    public void OnGet()
    {
        var card = View.Card;
        Input = new() { Name = card.Name, PatientFacingUrl = card.PatientFacingUrl, Phone = card.Phone, Email = card.Email, Address = card.Address };
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var card = new PracticeCard
        {
            Slug = Practice,
            Name = Input.Name ?? "",
            PatientFacingUrl = Input.PatientFacingUrl ?? "",
            Phone = Input.Phone ?? "",
            Email = Input.Email ?? "",
            Address = Input.Address ?? "",
        };
        return After(await Settings.SaveProfile(new(RequestId, card)), "The practice was saved.");
    }
}

public sealed class ProfileInput
{
    public string? Name { get; set; }

    public string? PatientFacingUrl { get; set; }

    public string? Phone { get; set; }

    public string? Email { get; set; }

    public string? Address { get; set; }
}
