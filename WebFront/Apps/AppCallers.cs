using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Validation.AspNetCore;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Apps;
using Portal.WebFront.Access;
using Portal.WebFront.Apps.Server;
using Portal.WebFront.Records;
using Portal.WebFront.Records.Rest;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Portal.WebFront.Apps;

/// <summary>The app that a request's token is of, as a caller with what was agreed to.</summary>
internal sealed record AppCaller(Caller Caller);

/// <summary>Reads the tokens of apps at the FHIR address, and counts their requests.</summary>
internal static class AppCallers
{
    public static TBuilder WithAppCallers<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes.AddEndpointFilter(async (invocation, next) =>
        {
            var context = invocation.HttpContext;
            if (await Of(context) is not { } caller)
                return await next(invocation);
            if (await context.RequestServices.GetRequiredService<AppRates>().Wait(caller) is { } seconds)
            {
                context.Response.Headers.RetryAfter = seconds;
                return FhirAnswers.Outcome(StatusCodes.Status429TooManyRequests, "throttled", $"Too many requests. Ask again in {seconds} seconds.");
            }

            context.Features.Set(new AppCaller(caller));
            return await next(invocation);
        });

    /// <summary>None when there is no token of an app, or one that does not hold here and now.</summary>
    private static async Task<Caller?> Of(HttpContext context)
    {
        // An entry of a batch is asked for by the caller of the batch.
        if (context.Features.Get<AppCaller>() is { } known)
            return known.Caller;
        if (context.Request.Headers.Authorization.Count == 0 || context.PracticeOfAddress() is not { } practice)
            return null;
        // The bridge's own token is no app's: to look for it among those took three quarters of the work of a read.
        if (context.Bridge() is not null)
            return null;
        if (context.RequestServices.GetRequiredService<TrialTokens>().Of(practice, context.Request.Headers.Authorization.ToString()) is { } trial)
            return trial;
        var (address, authorization) = (FhirAddress.Of(context, practice), context.Request.Headers.Authorization.ToString());
        if (!authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return null;
        var tokens = context.RequestServices.GetRequiredService<KnownTokens>();
        if (tokens.Of(address, authorization) is { } kept)
            return await OfPerson(context, practice, kept);
        var token = await context.AuthenticateAsync(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme);
        if (token.Principal is not { } principal || !principal.HasAudience(address) || principal.GetClaim(Claims.Subject) is not { } subject)
            return null;
        var scope = string.Join(' ', principal.GetScopes());
        if (principal.GetClaim(AppClaims.Grant) is not { } grantId)
            return await OfProgram(context, practice, subject, scope);
        var found = new KnownToken(subject, grantId, scope, principal.GetExpirationDate() ?? DateTimeOffset.MinValue);
        tokens.Keep(address, authorization, found);
        return await OfPerson(context, practice, found);
    }

    private static async Task<Caller?> OfPerson(HttpContext context, string practice, KnownToken token)
    {
        using var system = CallerScope.Use(Caller.System(practice));
        var grants = context.RequestServices.GetRequiredService<IGrainFactory>().GetGrain<IAppGrantsGrain>(GrainKey.For(practice, token.Subject));
        return OfPerson(practice, token.Scope, await grants.Use(token.GrantId));
    }

    private static async Task<Caller?> OfProgram(HttpContext context, string practice, string appId, string scope)
    {
        using var system = CallerScope.Use(Caller.System(practice));
        var app = context.RequestServices.GetRequiredService<IGrainFactory>().GetGrain<IAppGrain>(GrainKey.For(practice, appId));
        return OfProgram(practice, scope, await app.Use());
    }

    private static Caller? OfPerson(string practice, string scope, AppStanding? standing) => standing is null ? null : new()
    {
        Practice = practice,
        Roles = standing.Person.Roles & Audience.Person,
        UserId = standing.Person.UserId,
        PatientId = standing.Person.PatientId,
        ProviderId = standing.Person.ProviderId,
        Name = standing.Person.Name,
        Scope = scope,
        OnlyPatientId = standing.Grant.PatientId,
        AppId = standing.Grant.AppId,
        GrantId = standing.Grant.Id,
    };

    private static Caller? OfProgram(string practice, string scope, AppView? app) => app is not { Draft.Backend: true } ? null : new()
    {
        Practice = practice,
        Roles = Audience.Integrator,
        UserId = app.Id,
        Name = app.Draft.Name,
        Scope = scope,
        AppId = app.Id,
    };
}
