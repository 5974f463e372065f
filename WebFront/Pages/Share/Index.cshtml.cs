using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Sharing;
using Portal.WebFront.Live;
using Portal.WebFront.Look;

namespace Portal.WebFront.Pages.Share;

/// <summary>The links that were made, who opened them, and the way to take one back.</summary>
public sealed class IndexModel(IGrainFactory grains, LiveTokens tokens, TimeProvider time, PageFrame frame) : SharePage(grains, time, frame)
{
    /// <summary>What a post before this page has done.</summary>
    [TempData]
    public string? Note { get; set; }

    public ImmutableArray<HealthLinkView> Links { get; private set; } = [];

    public string Topics => string.Join(' ', People.Select(card => tokens.For(Practice, LiveTopic.HealthLinks(card.Id))));

    public async Task<IActionResult> OnGetAsync() => await LoadLinks() ? Page() : NotFound();

    public async Task<IActionResult> OnPostRevokeAsync(string id)
    {
        if (Caller.PatientId is null)
            return NotFound();
        var revoked = await Grain<IHealthLinkGrain>(id).Revoke(RequestId);
        if (revoked.Succeeded)
        {
            Note = "The link is revoked. Nobody can open it any more.";
            return RedirectToPage(new { Practice });
        }

        await LoadLinks();
        Show(revoked.Problems);
        return Page();
    }

    private async Task<bool> LoadLinks()
    {
        if (!await Load())
            return false;
        Links = await Grain<IHealthLinkDirectoryGrain>(IHealthLinkDirectoryGrain.Id).List();
        return true;
    }
}
