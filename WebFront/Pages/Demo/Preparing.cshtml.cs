using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Demo;

namespace Portal.WebFront.Pages.Demo;

/// <summary>Stands in for the demo's pages until it is ready, and tells how far it is.</summary>
public sealed class PreparingModel(IServiceProvider services) : PageModel
{
    /// <summary>How long a browser waits before it asks again.</summary>
    public const int PauseSeconds = 1;

    private const int PercentOfImport = 90;

    private ImportView? _import;

    public static int All => 100;

    /// <summary>The last part is the sign-ins: hashing passwords takes its time.</summary>
    public int Done => _import is { Entries: > 0, Status: not ImportStatus.Open } import
        ? import.EntriesDone * PercentOfImport / import.Entries
        : 0;

    public string Step => _import switch
    {
        null or { Status: ImportStatus.Open } => "Reading the data",
        { EndedAt: null } => "Entries taken in",
        _ => "Making the sign-ins",
    };

    public string Count => _import is { Status: not ImportStatus.Open, EndedAt: null } import
        ? string.Create(CultureInfo.InvariantCulture, $"{import.EntriesDone:N0} of {import.Entries:N0}")
        : "";

    public async Task<IActionResult> OnGetAsync()
    {
        if (services.GetService<DemoStanding>() is not { IsReady: false } standing)
            return LocalRedirect("/");
        _import = await standing.Import();
        Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        Response.Headers.RetryAfter = PauseSeconds.ToString(CultureInfo.InvariantCulture);
        return Page();
    }
}
