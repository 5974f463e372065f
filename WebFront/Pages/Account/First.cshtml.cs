using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Access;
using Portal.WebFront.Access;
using Portal.WebFront.Look;

namespace Portal.WebFront.Pages.Account;

/// <summary>The only page for somebody who came in with a one-time password.</summary>
[BeforeOwnPassword]
public sealed class FirstModel(IGrainFactory grains, PageFrame frame) : AccountPage(grains)
{
    [BindProperty]
    public FirstInput Input { get; set; } = new();

    public string UserName { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync()
    {
        if (!User.MustChoosePassword())
            return LocalRedirect(Home);
        await Load();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!User.MustChoosePassword())
            return LocalRedirect(Home);
        var chosen = await Self.ChoosePassword(new()
        {
            RequestId = RequestId,
            NewPassword = Input.NewPassword ?? "",
            Again = Input.Again ?? "",
            NewUserName = Input.NewUserName,
            SessionId = User.SessionId(),
        });
        if (chosen.Succeeded)
            return LocalRedirect(Home);
        Show(chosen.Problems);
        await Load();
        return Page();
    }

    private string Home => Caller.Is(Audience.Staff) ? $"/{Practice}/staff" : $"/{Practice}";

    private async Task Load()
    {
        // The frame of the portal would offer ways that are not open yet.
        frame.PersonName = null;
        UserName = (await Self.View())?.UserName ?? "";
        await LoadPasswordHint();
    }

    public sealed class FirstInput
    {
        public string? NewUserName { get; set; }

        public string? NewPassword { get; set; }

        public string? Again { get; set; }
    }
}
