using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Grains.Interfaces.Access;
using Portal.WebFront.Apps;
using Portal.WebFront.Records;

namespace Portal.WebFront.Access;

/// <summary>Signing in and staying signed in: ASP.NET Core Identity over grains, a cookie for each practice.</summary>
public static class PortalAccess
{
    public const string CookieName = "portal.session";
    public const string KeepAlive = "/keep-alive";

    public static IServiceCollection AddPortalAccess(
        this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.Configure<AccessSettings>(configuration.GetSection(AccessSettings.Section));
        services.AddSingleton<ILookupNormalizer, PortalNameNormalizer>();
        services.TryAddSingleton<IPasswordHasher<PortalAccount>, PortalPasswordHasher>();
        services.AddIdentityCore<PortalAccount>()
            .AddUserStore<PortalAccountStore>()
            .AddSignInManager<PortalSignIn>();
        services.AddScoped(provider => (PortalSignIn)provider.GetRequiredService<SignInManager<PortalAccount>>());
        services.AddScoped<SessionCookieEvents>();
        services.AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddCookie(IdentityConstants.ApplicationScheme, options => Shape(options, environment));
        services.AddScoped<IAuthorizationHandler, PracticeAuthorization>();
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(Policy(Audience.Person))
            .SetDefaultPolicy(Policy(Audience.Person))
            .AddPolicy(PracticeRole.Staff, Policy(Audience.Staff));
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.AddPolicy(SignInLimit.Policy, SignInLimit.Of);
            options.AddPolicy<string, TokenLimit>(TokenLimit.Policy);
        });
        return services;
    }

    /// <summary>
    /// Everything under a practice's staff address needs a role of its staff, everything else of a practice a person
    /// who is signed in there. The few pages of no practice are for everyone.
    /// </summary>
    public static void RequireRoles(this PageConventionCollection conventions) =>
        conventions.AddFolderApplicationModelConvention("/", page =>
        {
            var template = page.ActionDescriptor.AttributeRouteInfo?.Template ?? "";
            if (IsUnder("{practice}/staff", template))
                page.EndpointMetadata.Add(new AuthorizeAttribute(PracticeRole.Staff));
            else if (!IsUnder("{practice}", template))
                page.EndpointMetadata.Add(new AllowAnonymousAttribute());
        });

    /// <summary>Between routing and the endpoints: who is it, and may they?</summary>
    /// <param name="app">The pipeline.</param>
    /// <param name="useCaller">Sets the caller of the grain calls to come from the signed-in principal.</param>
    public static void UsePortalAccess(this IApplicationBuilder app, Func<IApplicationBuilder, IApplicationBuilder> useCaller)
    {
        app.UsePracticeAddress();
        app.UseRateLimiter();
        // A bridge has no cookie, and no address of the token server is asked for with its token: to look costs a fifth of a
        // read. The host, which sees only what stands outside of the branch, would else look at the front.
        app.Properties["__AuthenticationMiddlewareSet"] = true;
        app.UseWhen(context => context.Bridge() is null, others => others.UseAuthentication());
        useCaller(app);
        app.UseOwnPasswordGate();
        app.UseAuthorization();
    }

    /// <summary>
    /// The page says that its person is still there: the session is renewed. The answer is how many seconds it has left.
    /// </summary>
    public static void MapPortalAccess(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/{practice}" + KeepAlive, (HttpContext context, TimeProvider time) => Results.Ok(context.SessionSecondsLeft(time.GetUtcNow())));

    private static bool IsUnder(string folder, string template) =>
        template == folder || template.StartsWith(folder + "/", StringComparison.Ordinal);

    private static AuthorizationPolicy Policy(Audience roles) =>
        new AuthorizationPolicyBuilder(IdentityConstants.ApplicationScheme).AddRequirements(new PracticeRole(roles)).Build();

    private static void Shape(CookieAuthenticationOptions options, IHostEnvironment environment)
    {
        options.Cookie.Name = CookieName;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        options.CookieManager = new PracticeCookies();
        options.ExpireTimeSpan = SessionTimes.Idle;
        options.SlidingExpiration = true;
        options.EventsType = typeof(SessionCookieEvents);
    }
}
