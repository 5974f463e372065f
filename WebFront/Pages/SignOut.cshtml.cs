using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Portal.WebFront.Access;

namespace Portal.WebFront.Pages;

/// <summary>Ends the session here, on the server as well, and empties what the browser kept of this site.</summary>
[AllowAnonymous]
[BeforeOwnPassword]
public sealed class SignOutModel(IGrainFactory grains, PortalSignIn signIn) : PortalPage(grains)
{
    // Not "cookies": that would end the sessions at other practices of the same portal.
    private const string Kept = "\"cache\", \"storage\"";

    public IActionResult OnGet() => User.Identity?.IsAuthenticated is true ? Page() : SignedOut();

    public async Task<IActionResult> OnPostAsync()
    {
        await signIn.SignOutAsync();
        Response.Headers["Clear-Site-Data"] = Kept;
        return SignedOut();
    }

    private LocalRedirectResult SignedOut() => LocalRedirect($"/{Practice}/sign-in?ended=out");
}
