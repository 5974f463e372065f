using System.ComponentModel.DataAnnotations;
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
        if (ModelState.IsValid && SameTwice(Input.NewPassword, Input.Again))
        {
            var chosen = await Self.ChoosePassword(new()
            {
                RequestId = RequestId,
                CurrentPassword = Input.CurrentPassword,
                NewPassword = Input.NewPassword!,
                SessionId = User.SessionId(),
            });
            if (chosen.Succeeded)
            {
                Saved = "Your password is changed.";
                return LocalRedirect($"/{Practice}/account");
            }

            Show(chosen.Problems);
        }

        await LoadPasswordHint();
        return Page();
    }

    public sealed class PasswordInput
    {
        [Required(ErrorMessage = "Enter your current password")]
        public string? CurrentPassword { get; set; }

        [Required(ErrorMessage = "Enter a new password")]
        public string? NewPassword { get; set; }

        [Required(ErrorMessage = "Enter the new password again")]
        public string? Again { get; set; }
    }
}
