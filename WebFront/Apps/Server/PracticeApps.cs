using System.Security.Claims;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Apps;
using Portal.WebFront.Access;
using Portal.WebFront.Records.Rest;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Portal.WebFront.Apps.Server;

/// <summary>What OpenIddict's handlers ask the grains of the practice in the address, as the portal itself.</summary>
internal sealed class PracticeApps(IGrainFactory grains)
{
    /// <summary>The practice's FHIR address.</summary>
    public static string FhirOf(OpenIddictServerTransaction transaction) => FhirAddress.Of(Http(transaction), PracticeOf(transaction));

    /// <summary>The app that asks; none where what it says can be the id of no app.</summary>
    public async Task<AppView?> App(OpenIddictServerTransaction transaction, string? clientId, Func<IAppGrain, Task<AppView?>> ask)
    {
        if (!GrainKey.TryParse($"{PracticeOf(transaction)}/{clientId}", out var key))
            return null;
        using var system = CallerScope.Use(Caller.System(PracticeOf(transaction)));
        return await ask(grains.GetGrain<IAppGrain>(key.ToString()));
    }

    /// <summary>The connection that a token is of; nothing is asked, and nothing answered, for a token of no connection.</summary>
    public async Task<T?> Grant<T>(OpenIddictServerTransaction transaction, ClaimsPrincipal? token, Func<IAppGrantsGrain, string, Task<T?>> ask)
        where T : class
    {
        if (token?.GetClaim(AppClaims.Grant) is not { } grantId)
            return null;
        using var system = CallerScope.Use(Caller.System(PracticeOf(transaction)));
        return await ask(grains.GetGrain<IAppGrantsGrain>(GrainKey.For(PracticeOf(transaction), token.GetClaim(Claims.Subject)!)), grantId);
    }

    private static string PracticeOf(OpenIddictServerTransaction transaction) => Http(transaction).PracticeOfAddress()!;

    private static HttpContext Http(OpenIddictServerTransaction transaction) => transaction.GetHttpRequest()!.HttpContext;
}
