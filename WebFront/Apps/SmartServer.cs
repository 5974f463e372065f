using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Validation.AspNetCore;
using Portal.Grains.Interfaces.Apps;
using Portal.WebFront.Apps.Server;
using Portal.WebFront.Apps.Storage;
using Client = OpenIddict.EntityFrameworkCore.Models.OpenIddictEntityFrameworkCoreApplication;

namespace Portal.WebFront.Apps;

/// <summary>SMART App Launch 2.2: OpenIddict, with what it does not do by itself (docs/decisions/0061).</summary>
public static class SmartServer
{
    /// <summary>Below the practice's address.</summary>
    internal const string Authorize = "connect/authorize";
    internal const string Token = "connect/token";
    internal const string Introspect = "connect/introspect";
    internal const string Revoke = "connect/revoke";
    internal const string Keys = ".well-known/jwks";
    internal const string OpenId = ".well-known/openid-configuration";

    public static IServiceCollection AddSmart(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<SmartSettings>(configuration.GetSection(SmartSettings.Section));
        services.AddSingleton<OnceOnly>();
        services.AddSingleton<TokenKeys>();
        services.AddSingleton<AppKeys>();
        services.AddSingleton<PracticeApps>();
        services.AddSingleton<AppRates>();
        services.AddSingleton<KnownTokens>();
        services.AddSingleton<EhrLaunches>();
        services.AddSingleton<TrialTokens>();
        services.AddSingleton<BrandsMemory>();
        services.AddHostedService<TokenPruning>();
        services.AddTransient<ICorsPolicyProvider, AppOrigins>();
        services.AddOpenIddict()
            .AddCore(core => core
                .DisableEntityCaching()
                .ReplaceApplicationManager<Client, RegisteredApps>()
                .UseEntityFrameworkCore()
                .UseDbContext<Storage.TokenContext>())
            .AddServer(Shape)
            .AddValidation(validation =>
            {
                validation.UseLocalServer();
                // A token in an address stands in logs; and what is remembered of it is remembered by the header.
                validation.UseAspNetCore().DisableAccessTokenExtractionFromQueryString().DisableAccessTokenExtractionFromBodyForm();
                validation.EnableTokenEntryValidation();
                validation.EnableAuthorizationEntryValidation();
                validation.AddEventHandler(PracticeIssuer.OfValidation);
            });
        services.AddOptions<OpenIddictServerOptions>().Configure<TokenKeys>(Sign);
        return services;
    }

    private static void Shape(OpenIddictServerBuilder server)
    {
        server.SetAuthorizationEndpointUris(Authorize)
            .SetTokenEndpointUris(Token)
            .SetIntrospectionEndpointUris(Introspect)
            .SetRevocationEndpointUris(Revoke)
            .SetJsonWebKeySetEndpointUris(Keys)
            .SetConfigurationEndpointUris(OpenId);
        server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
        server.AllowRefreshTokenFlow().AllowClientCredentialsFlow();
        server.Configure(options =>
        {
            options.CodeChallengeMethods.Remove(OpenIddictConstants.CodeChallengeMethods.Plain);
            // A page that sends itself is what the headers of all our pages forbid, and SMART knows the address only.
            options.ResponseModes.Remove(OpenIddictConstants.ResponseModes.FormPost);
            options.ResponseModes.Remove(OpenIddictConstants.ResponseModes.Fragment);
        });

        // The grammar of SMART's scopes has no end of them: AuthorizationRules and TokenRules look at what was registered.
        server.DisableScopeValidation().IgnoreScopePermissions();
        server.UseReferenceAccessTokens().UseReferenceRefreshTokens();
        server.SetAccessTokenLifetime(AppLimits.AccessToken)
            .SetIdentityTokenLifetime(AppLimits.AccessToken)
            .SetRefreshTokenLifetime(AppLimits.Unused)
            .SetAuthorizationCodeLifetime(AppLimits.Code)
            .SetRefreshTokenReuseLeeway(null);

        // PracticeIssuer looks at the transport: a portal that is tried out on one machine speaks plain http.
        server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().EnableStatusCodePagesIntegration().DisableTransportSecurityRequirement();
        server.AddEventHandler(PracticeIssuer.OfServer);
        server.AddEventHandler(AuthorizationRules.Descriptor);
        server.AddEventHandler(AuthorizationErrors.Descriptor);
        server.AddEventHandler(ClientAssertions.Accept);
        server.AddEventHandler(ClientAssertions.Audience);
        server.AddEventHandler(ClientAssertions.Once.Descriptor);
        server.AddEventHandler(TokenRules.Descriptor);
        server.RemoveEventHandler(OpenIddictServerHandlers.Exchange.ValidateGrantedScopes.Descriptor);
        server.AddEventHandler(NarrowedTokens.Descriptor);
        server.AddEventHandler(TokenAnswer.Descriptor);
        server.AddEventHandler(OnlineTokens.Descriptor);
        server.AddEventHandler(TokenEnds.Revoked.Descriptor);
        server.AddEventHandler(TokenEnds.Replayed.Descriptor);
        server.AddEventHandler(TokenEnds.Introspected.Descriptor);
    }

    private static void Sign(OpenIddictServerOptions options, TokenKeys keys)
    {
        options.SigningCredentials.Add(new(keys.Signature, SecurityAlgorithms.RsaSha256));
        options.EncryptionCredentials.Add(new(keys.Seal, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512));
    }
}
