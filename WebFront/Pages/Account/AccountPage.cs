using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;

namespace Portal.WebFront.Pages.Account;

/// <summary>A page about the own sign-in.</summary>
public abstract class AccountPage(IGrainFactory grains) : PortalPage(grains)
{
    /// <summary>The password rule of the practice in a sentence.</summary>
    public string PasswordHint { get; private set; } = "";

    protected IPortalUserGrain Self => Grain<IPortalUserGrain>(Caller.UserId);

    protected async Task LoadPasswordHint()
    {
        var policies = await Grain<IPracticeGrain>(IPracticeGrain.Id).Policies();
        PasswordHint = policies.Passwords is PasswordPolicy.Length
            ? "At least 15 characters. A few words in a row are easy to remember."
            : "At least 8 characters, with an uppercase letter, a lowercase letter and a number. Longer is better.";
    }
}
