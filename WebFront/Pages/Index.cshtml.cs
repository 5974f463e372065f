using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Portal.Grains.Interfaces.Practices;

namespace Portal.WebFront.Pages;

/// <summary>Lets people choose their practice; where there is only one it leads there.</summary>
public sealed class IndexModel(IGrainFactory grains) : PageModel
{
    public ImmutableArray<PracticeCard> Practices { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        Practices = await grains.GetGrain<IPracticeDirectoryGrain>(IPracticeDirectoryGrain.Key).List();
        return Practices is [var only] ? LocalRedirect($"/{only.Slug}") : Page();
    }
}
