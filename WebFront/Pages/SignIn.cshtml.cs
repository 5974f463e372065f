using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using Portal.WebFront.Access;

namespace Portal.WebFront.Pages;

/// <summary>The way in for patients and staff. It never tells which of the two was wrong.</summary>
[AllowAnonymous]
[BeforeOwnPassword]
[EnableRateLimiting(SignInLimit.Policy)]
public sealed class SignInModel(IGrainFactory grains, PortalSignIn signIn, TimeProvider time) : PortalPage(grains)
{
    [BindProperty]
    public SignInInput Input { get; set; } = new();

    [BindProperty(SupportsGet = true, Name = "returnUrl")]
    public string? ReturnUrl { get; set; }

    [BindProperty(SupportsGet = true, Name = "ended")]
    public string? Ended { get; set; }

    /// <summary>Whether an app wants to know that it is still the same person: then being signed in is not enough.</summary>
    [BindProperty(SupportsGet = true, Name = "again")]
    public bool Again { get; set; }

    public PracticeCard Contact { get; private set; } = null!;

    public string? Notice => Ended switch
    {
        "idle" => $"To keep your information private, you were signed out after {SessionTimes.Idle.TotalMinutes:0} quiet minutes.",
        "everywhere" => "You are signed out in every browser.",
        "out" => "You are signed out.",
        _ => Again ? "The app asks you to sign in once more." : null,
    };

    public async Task<IActionResult> OnGetAsync()
    {
        if (User.Identity?.IsAuthenticated is true && !Again)
            return LocalRedirect(Target());
        return await LoadContact() ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LoadContact())
            return NotFound();
        if (!ModelState.IsValid)
            return Page();
        var result = await signIn.PasswordSignInAsync(Input.UserName!, Input.Password!, isPersistent: false, lockoutOnFailure: true);
        if (result.Succeeded)
            return LocalRedirect(Target());
        ModelState.AddModelError("", Refusal());
        return Page();
    }

    /// <summary>The same for a name that nobody has.</summary>
    private string Refusal()
    {
        if (signIn.PausedUntil is not { } until)
            return "The user name or the password is not right. After 10 wrong passwords in a row the sign-in pauses for a while.";
        var minutes = Math.Max(1, (int)Math.Ceiling((until - time.GetUtcNow()).TotalMinutes));
        return $"There were 10 wrong passwords or more for this user name. Its sign-in is paused, also for the right password. Try again in {(minutes == 1 ? "1 minute" : $"{minutes} minutes")}, or call the practice.";
    }

    private async Task<bool> LoadContact()
    {
        var card = await Grain<IPracticeGrain>(IPracticeGrain.Id).Card();
        Contact = card!;
        return card is not null;
    }

    /// <summary>Back to where the person wanted to go, if that is a page of this practice; else home.</summary>
    private string Target()
    {
        var root = $"/{Practice}";
        if (Url.IsLocalUrl(ReturnUrl) && (ReturnUrl == root || ReturnUrl!.StartsWith(root + "/", StringComparison.Ordinal)) && !LeadsHere(root))
            return ReturnUrl;
        return CallerFromPrincipal.Of(User)?.Is(Audience.Staff) is true ? root + "/staff" : root;
    }

    private bool LeadsHere(string root) => ReturnUrl!.StartsWith(root + "/sign-", StringComparison.Ordinal);

    public sealed class SignInInput
    {
        [Required(ErrorMessage = "Enter your user name")]
        public string? UserName { get; set; }

        [Required(ErrorMessage = "Enter your password")]
        public string? Password { get; set; }
    }
}
