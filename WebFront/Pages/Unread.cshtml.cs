using Microsoft.AspNetCore.Mvc;
using Portal.WebFront.Look;

namespace Portal.WebFront.Pages;

/// <summary>Where a page fetches its unread pill anew, without all the rest of it.</summary>
public sealed class UnreadModel(IGrainFactory grains) : PortalPage(grains)
{
    public IActionResult OnGet() => Request.IsFragment() ? Page() : LocalRedirect($"/{Practice}");
}
