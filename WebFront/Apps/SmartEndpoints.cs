using System.Text.Json.Nodes;
using Microsoft.AspNetCore.RateLimiting;
using Portal.WebFront.Access;
using Portal.WebFront.Records.Rest;

namespace Portal.WebFront.Apps;

/// <summary>What apps read before they ask for anything, and where they ask.</summary>
public static class SmartEndpoints
{
    private static readonly string[] _reading = [HttpMethods.Get, HttpMethods.Head];

    private static readonly string[] _capabilities =
    [
        "launch-standalone", "launch-ehr", "client-public", "client-confidential-symmetric", "client-confidential-asymmetric", "sso-openid-connect",
        "context-banner", "context-style", "context-ehr-patient", "context-ehr-encounter", "context-standalone-patient", "permission-offline", "permission-online",
        "permission-patient", "permission-user",
        "permission-v1", "permission-v2", "authorize-post",
    ];

    public static void MapSmart(this IEndpointRouteBuilder routes)
    {
        routes.MapAccessBrands();
        var open = routes.MapGroup("/{practice}").RequireCors(policy => policy.AllowAnyOrigin().WithMethods("GET", "HEAD").AllowAnyHeader());
        open.MapMethods("/fhir/R4/.well-known/smart-configuration", _reading, Configuration).OfKnownPractice();
        open.MapMethods("/smart-style.json", _reading, Style);
        open.MapMethods("/" + SmartServer.OpenId, _reading, Nothing).OfKnownPractice();
        open.MapMethods("/" + SmartServer.Keys, _reading, Nothing).OfKnownPractice();
        var tokens = routes.MapGroup("/{practice}").RequireCors(AppOrigins.Policy).RequireRateLimiting(TokenLimit.Policy);
        tokens.MapPost("/" + SmartServer.Token, Nothing).DisableAntiforgery();
        tokens.MapPost("/" + SmartServer.Introspect, Nothing).DisableAntiforgery();
        tokens.MapPost("/" + SmartServer.Revoke, Nothing).DisableAntiforgery();
    }

    /// <summary>GET /fhir/R4/.well-known/smart-configuration: where an app asks for what, and what is supported.</summary>
    private static IResult Configuration(HttpContext context, string practice)
    {
        var fhir = FhirAddress.Of(context, practice);
        var root = fhir[..^"fhir/R4".Length];
        return Results.Json(new JsonObject
        {
            ["issuer"] = root,
            ["jwks_uri"] = root + SmartServer.Keys,
            ["authorization_endpoint"] = root + SmartServer.Authorize,
            ["token_endpoint"] = root + SmartServer.Token,
            ["introspection_endpoint"] = root + SmartServer.Introspect,
            ["revocation_endpoint"] = root + SmartServer.Revoke,
            ["management_endpoint"] = root + "account/apps",
            ["user_access_brand_bundle"] = root[..^(practice.Length + 1)] + AccessBrands.Path,
            ["user_access_brand_identifier"] = AccessBrands.IdentifierOf(root),
            ["grant_types_supported"] = new JsonArray("authorization_code", "refresh_token", "client_credentials"),
            ["response_types_supported"] = new JsonArray("code"),
            ["code_challenge_methods_supported"] = new JsonArray("S256"),
            ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_basic", "client_secret_post", "private_key_jwt"),
            ["token_endpoint_auth_signing_alg_values_supported"] = new JsonArray("RS384", "ES384"),
            ["scopes_supported"] = new JsonArray([.. SmartScopes.Supported.Select(scope => (JsonNode)scope)]),
            ["capabilities"] = new JsonArray([.. _capabilities.Select(name => (JsonNode)name)]),
        });
    }

    /// <summary>How the portal looks, for apps that want to look alike.</summary>
    private static IResult Style() => Results.Json(new JsonObject
    {
        ["color_background"] = "#ffffff",
        ["color_error"] = "#b3261e",
        ["color_highlight"] = "#0b6e6e",
        ["color_modal_backdrop"] = "#00000080",
        ["color_success"] = "#1e7b4a",
        ["color_text"] = "#1b2524",
        ["dim_border_radius"] = "8px",
        ["dim_font_size"] = "16px",
        ["dim_spacing_size"] = "16px",
        ["font_family_body"] = "system-ui, sans-serif",
        ["font_family_heading"] = "system-ui, sans-serif",
    });

    /// <summary>OpenIddict answers before this is reached, unless the address is of no practice; the route is there for what stands round it.</summary>
    private static IResult Nothing() => Results.NotFound();
}
