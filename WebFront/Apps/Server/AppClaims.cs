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
    public const string FhirUser = "fhirUser";

    /// <summary>The connection that the token is of; none for a program without a person.</summary>
    public const string Grant = "portal_grant";

    /// <summary>A token that a person has agreed to.</summary>
    /// <param name="userId">Who.</param>
    /// <param name="grantId">The connection.</param>
    /// <param name="scopes">What was agreed to.</param>
    /// <param name="patientId">For whose record, if for one.</param>
    /// <param name="fhirUser">The address of the resource that the person is, if there is one.</param>
    /// <param name="audience">The practice's FHIR address.</param>
    /// <param name="appId">The app, which may ask what its own tokens are worth.</param>
    public static ClaimsPrincipal OfPerson(
        string userId, string grantId, ImmutableArray<string> scopes, string? patientId, string? fhirUser, string audience, string appId)
    {
        var principal = Of(userId, scopes, audience, appId);
        principal.SetClaim(Grant, grantId);
        if (patientId is not null)
            principal.SetClaim(Patient, patientId);
        if (fhirUser is not null && (scopes.Contains(LaunchScope.FhirUser) || scopes.Contains(LaunchScope.Profile)))
            principal.SetClaim(FhirUser, fhirUser);
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
            _ => [Destinations.AccessToken],
        });
        return principal;
    }
}
