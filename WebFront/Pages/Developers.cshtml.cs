using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Portal.Grains.Interfaces.Practices;
using Portal.WebFront.Access;
using Portal.WebFront.Apps;
using Portal.WebFront.Records.Rest;

namespace Portal.WebFront.Pages;

/// <summary>How the maker of an app connects it to this practice; at the demo practice also a token for trying.</summary>
[AllowAnonymous]
[BeforeOwnPassword]
[EnableRateLimiting(SignInLimit.Policy)]
public sealed class DevelopersModel(IGrainFactory grains, TrialTokens trial) : PortalPage(grains)
{
    public PracticeCard Contact { get; private set; } = null!;

    public string Fhir => FhirAddress.Of(HttpContext, Practice);

    public string Issuer => Fhir[..^"fhir/R4".Length];

    public bool IsSandbox => trial.AreThereFor(Practice);

    /// <summary>Drawn by the answer of a post.</summary>
    public string? Token { get; private set; }

    public Task<IActionResult> OnGetAsync() => Load();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!IsSandbox)
            return NotFound();
        Token = trial.Draw();
        return await Load();
    }

    private async Task<IActionResult> Load()
    {
        if (await Grain<IPracticeGrain>(IPracticeGrain.Id).Card() is not { } card)
            return NotFound();
        Contact = card;
        return Page();
    }
}
