using Microsoft.AspNetCore.Mvc;

namespace Portal.WebFront.Pages.Account;

/// <summary>Replaces the own username.</summary>
public sealed class UserNameModel(IGrainFactory grains) : AccountPage(grains)
{
    [BindProperty]
    public UserNameInput Input { get; set; } = new();

    [TempData]
    public string? Saved { get; set; }

    public async Task<IActionResult> OnPostAsync()
    {
        var changed = await Self.ChangeUserName(new(RequestId, Input.CurrentPassword ?? "", Input.NewUserName ?? ""));
        if (changed.Succeeded)
        {
            Saved = "Your user name is changed. Use the new one the next time you sign in.";
            return LocalRedirect($"/{Practice}/account");
        }

        Show(changed.Problems);
        return Page();
    }

    public sealed class UserNameInput
    {
        public string? NewUserName { get; set; }

        public string? CurrentPassword { get; set; }
    }
}
