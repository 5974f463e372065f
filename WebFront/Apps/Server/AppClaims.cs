using System.Collections.Immutable;
using System.Security.Claims;
using OpenIddict.Abstractions;
using Portal.Grains.Interfaces.Apps;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Portal.WebFront.Apps.Server;

/// <summary>What stands in the tokens of apps.</summary>
internal static class AppClaims
{
    public const string Patient = "patient";
    public const string Encounter = "encounter";
    public const string FhirUser = "fhirUser";

    /// <summary>What an app is told of its own token beside the scopes.</summary>
    public static readonly string[] Told = [Patient, Encounter, FhirUser];

    /// <summary>The connection that the token is of; none for a program without a person.</summary>
    public const string Grant = "portal_grant";

    /// <summary>A token that a person has agreed to.</summary>
    /// <param name="userId">Who.</param>
    /// <param name="grantId">The connection.</param>
    /// <param name="scopes">What was agreed to.</param>
    /// <param name="context">What the app is told beside.</param>
    /// <param name="audience">The practice's FHIR address.</param>
    /// <param name="appId">The app, which may ask what its own tokens are worth.</param>
    public static ClaimsPrincipal OfPerson(
        string userId, string grantId, ImmutableArray<string> scopes, LaunchContext context, string audience, string appId)
    {
        var principal = Of(userId, scopes, audience, appId);
        principal.SetClaim(Grant, grantId);
        if (context.PatientId is not null)
            principal.SetClaim(Patient, context.PatientId);
        if (context.SignedInAt > DateTimeOffset.MinValue)
            principal.SetClaim(Claims.AuthenticationTime, context.SignedInAt.ToUnixTimeSeconds());
        if (context.EncounterId is not null)
            principal.SetClaim(Encounter, context.EncounterId);
        if (scopes.Contains(LaunchScope.FhirUser) || scopes.Contains(LaunchScope.Profile))
            principal.SetClaim(FhirUser, context.FhirUser);
        return WithDestinations(principal);
    }

    /// <summary>A token of a program without a person.</summary>
    public static ClaimsPrincipal OfProgram(string appId, ImmutableArray<string> scopes, string audience) =>
        WithDestinations(Of(appId, scopes, audience, appId).SetAccessTokenLifetime(AppLimits.BackendToken));

    private static ClaimsPrincipal Of(string subject, ImmutableArray<string> scopes, string audience, string appId)
    {
        var principal = new ClaimsPrincipal(new ClaimsIdentity("smart", Claims.Name, Claims.Role));
        principal.SetClaim(Claims.Subject, subject);
        principal.SetScopes(scopes);
        return principal.SetResources(audience, appId);
    }

    private static ClaimsPrincipal WithDestinations(ClaimsPrincipal principal)
    {
        principal.SetDestinations(claim => claim.Type switch
        {
            FhirUser => [Destinations.AccessToken, Destinations.IdentityToken],
            Claims.AuthenticationTime => [Destinations.IdentityToken],
            _ => [Destinations.AccessToken],
        });
        return principal;
    }
}

/// <summary>What an app is told of the person and of what it was opened with.</summary>
/// <param name="FhirUser">The address of the resource that the person is.</param>
/// <param name="PatientId">For whose record it is, if for one.</param>
/// <param name="EncounterId">At which visit it was opened, if at one.</param>
/// <param name="SignedInAt">When the person signed in.</param>
internal sealed record LaunchContext(string FhirUser, string? PatientId, string? EncounterId, DateTimeOffset SignedInAt);
