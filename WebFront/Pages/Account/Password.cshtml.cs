using Microsoft.AspNetCore.Mvc;
using Portal.WebFront.Access;

namespace Portal.WebFront.Pages.Account;

/// <summary>Replaces the own password.</summary>
public sealed class PasswordModel(IGrainFactory grains) : AccountPage(grains)
{
    [BindProperty]
    public PasswordInput Input { get; set; } = new();

    [TempData]
    public string? Saved { get; set; }

    public Task OnGetAsync() => LoadPasswordHint();

    public async Task<IActionResult> OnPostAsync()
    {
        var chosen = await Self.ChoosePassword(new()
        {
            RequestId = RequestId,
            CurrentPassword = Input.CurrentPassword,
            NewPassword = Input.NewPassword ?? "",
            Again = Input.Again ?? "",
            SessionId = User.SessionId(),
        });
        if (chosen.Succeeded)
        {
            Saved = "Your password is changed.";
            return LocalRedirect($"/{Practice}/account");
        }

        Show(chosen.Problems);
        await LoadPasswordHint();
        return Page();
    }

    public sealed class PasswordInput
    {
        public string? CurrentPassword { get; set; }

        public string? NewPassword { get; set; }

        public string? Again { get; set; }
    }
}
