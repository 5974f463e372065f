using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;

namespace Portal.WebFront.Pages.Account;

/// <summary>Who signed in with the own username, or tried to, told in the practice's time.</summary>
public sealed class SignInsModel(IGrainFactory grains, TimeProvider time) : AccountPage(grains)
{
    public SignInView Current { get; private set; } = null!;

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public DateTimeOffset Now => time.GetUtcNow();

    public async Task<IActionResult> OnGetAsync()
    {
        if (await Self.View() is not { } view)
            return NotFound();
        Current = view;
        Zone = LocalTime.ZoneOf(await Grain<IPracticeGrain>(IPracticeGrain.Id).View());
        return Page();
    }
}
