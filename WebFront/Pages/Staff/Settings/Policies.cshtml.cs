using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Portal.Grains.Interfaces.Practices;
using Portal.WebFront.Look;
using Portal.WebFront.Patients;

namespace Portal.WebFront.Pages.Staff.Settings;

/// <summary>The practice's choices. They take effect at once.</summary>
public sealed class PoliciesModel(IGrainFactory grains, PageFrame frame) : SettingsPage(grains, frame)
{
    public const string SightOfGuarantors =
        $"Guarantors then see the {FamilyWords.Sight} of everyone they pay for, also of adults, and {FamilyWords.MayPassOn}. Responsible parties and guardians always do.";

    public static IReadOnlyList<SelectListItem> Rules { get; } =
    [
        Rule(PasswordPolicy.Composition, "Mixed characters", "At least 8 characters with an upper case letter, a lower case letter and a number"),
        Rule(PasswordPolicy.Length, "Long passwords", "At least 15 characters and no other rule, as NIST SP 800-63B-4 advises"),
    ];

    public List<SelectListItem> Signers => [.. View.Providers.Where(provider => !provider.OutOfUse || provider.Id == View.Policies.SummarySigner).Select(provider => new SelectListItem(provider.Name, provider.Id))];

    [BindProperty]
    public PoliciesInput Input { get; set; } = new();

    private PoliciesInput Present => new()
    {
        GuarantorSeesFamily = View.Policies.GuarantorSeesFamily,
        Passwords = View.Policies.Passwords,
        SummarySigner = View.Policies.SummarySigner,
    };

    public void OnGet() => MadeFrom(Input = Present);

    public async Task<IActionResult> OnPostAsync()
    {
        var present = Present;
        if (!Joins(
            present, Input,
            (nameof(Input.Passwords), Chosen(Rules, present.Passwords.ToString())),
            (nameof(Input.SummarySigner), Chosen(Signers, present.SummarySigner))))
            return Page();
        var policies = View.Policies with
        {
            GuarantorSeesFamily = Input.GuarantorSeesFamily, Passwords = Input.Passwords, SummarySigner = Input.SummarySigner is { Length: > 0 } signer ? signer : null,
        };
        return After(await Settings.SetPolicies(new(RequestId, policies)), "The policies were saved. They are in effect.");
    }

    private static SelectListItem Rule(PasswordPolicy policy, string text, string about) =>
        new(text, policy.ToString()) { Group = new() { Name = about } };
}

public sealed class PoliciesInput
{
    public bool GuarantorSeesFamily { get; set; }

    public PasswordPolicy Passwords { get; set; }

    public string? SummarySigner { get; set; }
}
