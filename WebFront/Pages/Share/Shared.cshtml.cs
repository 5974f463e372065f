using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Practices;
using Portal.WebFront.Access;

namespace Portal.WebFront.Pages.Share;

/// <summary>
/// Where a health link leads in a browser. What is behind the # never comes here: the page's script reads it, fetches
/// the file, decrypts and shows it.
/// </summary>
[AllowAnonymous]
[BeforeOwnPassword]
public sealed class SharedModel(IGrainFactory grains) : PortalPage(grains)
{
    public SharedInput Input { get; } = new();

    public async Task<IActionResult> OnGetAsync() =>
        await Grain<IPracticeGrain>(IPracticeGrain.Id).Card() is not null ? Page() : NotFound();

    /// <summary>What the script asks for.</summary>
    public sealed class SharedInput
    {
        public string? Recipient { get; set; }

        public string? Passcode { get; set; }
    }
}
