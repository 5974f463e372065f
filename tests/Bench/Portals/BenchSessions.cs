using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.WebFront.Access;

namespace Portal.Bench.Portals;

/// <summary>Signs people in as the sign-in page does, without its password hash, and makes the cookie of the session.</summary>
public static class BenchSessions
{
    private const string Password = "Correct-horse-7-battery";

    public static async Task<string> SignInStaff(this BenchWeb web, Caller person)
    {
        using var system = CallerScope.Use(Caller.System(BenchPractice.Slug));
        BenchPractice.Require(await web.Practice.Grain<IPortalUserGrain>(person.UserId).ProvisionStaff(new()
        {
            RequestId = BenchPractice.NewId(),
            UserName = $"bench.{person.UserId}",
            Name = person.Name,
            Roles = person.Roles,
            ProviderId = person.ProviderId,
            Password = Password,
        }));
        return await web.Open(person.UserId);
    }

    public static async Task<string> SignInPatient(this BenchWeb web, int number)
    {
        using var system = CallerScope.Use(Caller.System(BenchPractice.Slug));
        BenchPractice.Require(await web.Practice.Grain<IPatientGrain>(BenchPractice.PatientId(number)).ProvideOnlineAccess(BenchPractice.NewId()));
        var user = PortalUserId.ForPatient(BenchPractice.PatientId(number));
        BenchPractice.Require(await web.Practice.Grain<IPortalUserGrain>(user).ChoosePassword(new()
        {
            RequestId = BenchPractice.NewId(),
            NewPassword = Password,
        }));
        return await web.Open(user);
    }

    private static async Task<string> Open(this BenchWeb web, string userId)
    {
        var user = web.Practice.Grain<IPortalUserGrain>(userId);
        var account = await user.Account() ?? throw new InvalidOperationException($"{userId} has no access.");
        var session = await user.RecordAttempt(new(account.PasswordHash, Matched: true, "Bench"))
            ?? throw new InvalidOperationException($"{userId} was not let in.");
        var scheme = IdentityConstants.ApplicationScheme;
        var cookie = web.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(scheme);
        var now = TimeProvider.System.GetUtcNow();
        var properties = new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now + cookie.ExpireTimeSpan };
        var ticket = new AuthenticationTicket(SessionPrincipal.From(BenchPractice.Slug, session), properties, scheme);
        return $"{PortalAccess.CookieName}={cookie.TicketDataFormat.Protect(ticket)}";
    }
}
