using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Practices;
using Portal.WebFront.Look;

namespace Portal.WebFront.Pages.Staff.Settings;

/// <summary>Name and contact data of the practice.</summary>
public sealed class ProfileModel(IGrainFactory grains, PageFrame frame) : SettingsPage(grains, frame)
{
    [BindProperty]
    public ProfileInput Input { get; set; } = new();

    private ProfileInput Present => new()
    {
        Name = View.Card.Name,
        PatientFacingUrl = View.Card.PatientFacingUrl,
        Phone = View.Card.Phone,
        Email = View.Card.Email,
        Address = View.Card.Address,
    };

    public void OnGet() => MadeFrom(Input = Present);

    public async Task<IActionResult> OnPostAsync()
    {
        if (!Joins(Present, Input))
            return Page();
        var card = new PracticeCard
        {
            Slug = Practice,
            Name = Input.Name ?? "",
            PatientFacingUrl = Input.PatientFacingUrl ?? "",
            Phone = Input.Phone ?? "",
            Email = Input.Email ?? "",
            Address = Input.Address ?? "",
        };
        return After(await Settings.SaveProfile(new(RequestId, card)), card.Phone.Length > 0 ? "The practice was saved." : "The practice was saved. It has no phone number: where people are told to call, no number stands.");
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
