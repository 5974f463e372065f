using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;

namespace Portal.WebFront.Access;

/// <summary>
/// Identity's sign-in over the portal user's grain. Every attempt costs one hash and one write, whoever it is for and
/// however it ends; the grain alone counts failures and opens sessions.
/// </summary>
public sealed class PortalSignIn(
    IGrainFactory grains,
    UserManager<PortalAccount> users,
    IHttpContextAccessor http,
    IUserClaimsPrincipalFactory<PortalAccount> claims,
    IOptions<IdentityOptions> options,
    ILogger<SignInManager<PortalAccount>> log,
    IAuthenticationSchemeProvider schemes,
    IUserConfirmation<PortalAccount> confirmation)
    : SignInManager<PortalAccount>(users, http, claims, options, log, schemes, confirmation)
{
    /// <summary>After a failure: until when the sign-in by that name is paused; none when it is not.</summary>
    public DateTimeOffset? PausedUntil { get; private set; }

    /// <summary>Signs in within the practice of the address. Failed whatever the reason is.</summary>
    public override async Task<SignInResult> PasswordSignInAsync(
        string userName, string password, bool isPersistent, bool lockoutOnFailure)
    {
        if (await UserManager.FindByNameAsync(userName) is not { } account)
            return SignInResult.Failed;
        var session = await Attempt(account, password);
        await Count(account, session is not null);
        if (session is null)
            return SignInResult.Failed;
        // The cookie of the session before, if there was one, is written over: nobody could end it any more.
        await EndSession();
        Context.User = SessionPrincipal.From(account.Practice, session);
        await Context.SignInAsync(AuthenticationScheme, Context.User, new() { IsPersistent = isPersistent, AllowRefresh = true });
        return SignInResult.Success;
    }

    /// <summary>Ends this session for good, so that a copy of its cookie opens nothing.</summary>
    public override async Task SignOutAsync()
    {
        await EndSession();
        await Context.SignOutAsync(AuthenticationScheme);
    }

    private async Task EndSession()
    {
        if (CallerFromPrincipal.Of(Context.User) is { } caller && Context.User.SessionId() is { } sessionId)
        {
            using var scope = CallerScope.Use(Caller.System(caller.Practice) with { UserId = caller.UserId });
            await grains.GetGrain<IPortalUserGrain>(GrainKey.For(caller.Practice, caller.UserId)).EndSession(sessionId);
        }
    }

    /// <summary>What is said of a pause goes by the name alone, whoever it belongs to.</summary>
    private async Task Count(PortalAccount account, bool isIn)
    {
        using var scope = CallerScope.Use(Caller.System(account.Practice));
        var name = grains.GetGrain<ILoginNameGrain>(UserName.KeyFor(account.Practice, account.UserName));
        if (isIn)
            await name.ForgetFailures();
        else
            PausedUntil = await name.CountFailure();
    }

    private async Task<SessionView?> Attempt(PortalAccount account, string password)
    {
        var hasher = UserManager.PasswordHasher;
        var verdict = hasher.VerifyHashedPassword(account, account.PasswordHash ?? PortalPasswordHasher.Decoy, password);
        var rehashed = verdict is PasswordVerificationResult.SuccessRehashNeeded ? hasher.HashPassword(account, password) : null;
        var attempt = new SignInAttempt(
            account.PasswordHash,
            verdict is not PasswordVerificationResult.Failed,
            BrowserKind.Of(Context.Request.Headers.UserAgent.ToString()),
            rehashed);
        using var scope = CallerScope.Use(Caller.System(account.Practice) with { UserId = account.UserId });
        return await grains.GetGrain<IPortalUserGrain>(GrainKey.For(account.Practice, account.UserId)).RecordAttempt(attempt);
    }
}
