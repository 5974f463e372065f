using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Access;
using Portal.WebFront.Access;

namespace Portal.WebFront.Pages.Account;

/// <summary>The own sign-in at a glance.</summary>
public sealed class IndexModel(IGrainFactory grains, PortalSignIn signIn) : AccountPage(grains)
{
    /// <summary>What a page before this one has done.</summary>
    [TempData]
    public string? Saved { get; set; }

    public SignInView Current { get; private set; } = null!;

    public string LastSignIn => Current.History.FirstOrDefault(entry => entry.Outcome is SignInOutcome.SignedIn)?.Browser ?? "";

    public string Sessions => Current.OpenSessions is 1
        ? "You are signed in here only."
        : string.Create(CultureInfo.InvariantCulture, $"You are signed in in {Current.OpenSessions} browsers.");

    public async Task<IActionResult> OnGetAsync()
    {
        if (await Self.View() is not { } view)
            return NotFound();
        Current = view;
        return Page();
    }

    public async Task<IActionResult> OnPostEverywhereAsync()
    {
        await Self.SignOutEverywhere(RequestId);
        await signIn.SignOutAsync();
        return LocalRedirect($"/{Practice}/sign-in?ended=everywhere");
    }
}
