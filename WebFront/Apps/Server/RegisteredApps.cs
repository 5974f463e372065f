using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using OpenIddict.EntityFrameworkCore.Models;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Apps;
using Portal.WebFront.Access;
using static OpenIddict.Abstractions.OpenIddictConstants;
using Client = OpenIddict.EntityFrameworkCore.Models.OpenIddictEntityFrameworkCoreApplication;

namespace Portal.WebFront.Apps.Server;

/// <summary>
/// OpenIddict's clients are the apps of the practice in the address. Their grain is asked at every use, so that what staff
/// change or stop counts at once; the row that tokens refer to follows it.
/// </summary>
internal sealed class RegisteredApps(
    IOpenIddictApplicationCache<Client> cache,
    ILogger<OpenIddictApplicationManager<Client>> log,
    IOptionsMonitor<OpenIddictCoreOptions> options,
    IOpenIddictApplicationStore<Client> store,
    IGrainFactory grains,
    IHttpContextAccessor http,
    Storage.TokenContext context,
    AppKeys keys)
    : OpenIddictApplicationManager<Client>(cache, log, options, store)
{
    private readonly Dictionary<string, AppView> _apps = new(StringComparer.Ordinal);

    public override async ValueTask<Client?> FindByClientIdAsync(string identifier, CancellationToken cancellationToken = default)
    {
        if (await Find(identifier) is not { } app)
            return null;
        _apps[app.Id] = app;
        var wanted = Shadow(app);
        try
        {
            return await Followed(wanted, cancellationToken);
        }
        catch (Exception failure) when (failure is DbUpdateException or OpenIddictExceptions.ConcurrencyException)
        {
            // Another request of the same moment has made the row, or changed it. What is waiting to be saved would fail again.
            context.ChangeTracker.Clear();
            return await Followed(wanted, cancellationToken);
        }
    }

    /// <summary>The keys that stand in the registration, or those at the address that it names.</summary>
    public override async ValueTask<JsonWebKeySet?> GetJsonWebKeySetAsync(Client application, CancellationToken cancellationToken = default)
    {
        if (application.ClientId is not { } id || (_apps.GetValueOrDefault(id) ?? await Find(id)) is not { Draft.Proof: AppProof.Key } app)
            return null;
        return app.Draft.Keys.Length > 0 ? new(app.Draft.Keys) : await keys.At(app.Draft.KeysUrl, NamedKey(), cancellationToken);
    }

    /// <summary>Which key the assertion of this request says that it is signed with.</summary>
    private string? NamedKey() =>
        http.HttpContext?.GetOpenIddictServerRequest()?.ClientAssertion is { } assertion && new JsonWebTokenHandler().CanReadToken(assertion)
            && new JsonWebToken(assertion).Kid is { Length: > 0 } kid
            ? kid
            : null;

    /// <summary>A secret is 256 random bits: a fast digest of it cannot be guessed back.</summary>
    protected override ValueTask<bool> ValidateClientSecretAsync(string secret, string comparand, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Digest(secret)), Encoding.UTF8.GetBytes(comparand)));

    public static string Digest(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private async Task<AppView?> Find(string appId)
    {
        if (http.HttpContext?.PracticeOfAddress() is not { } practice || !GrainKey.TryParse($"{practice}/{appId}", out var key))
            return null;
        using var system = CallerScope.Use(Caller.System(practice));
        return await grains.GetGrain<IAppGrain>(key.ToString()).View() is { Stopped: false } app ? app : null;
    }

    /// <summary>The app's row as it has to be.</summary>
    private async Task<Client> Followed(Client wanted, CancellationToken cancellationToken)
    {
        if (await Store.FindByClientIdAsync(wanted.ClientId!, cancellationToken) is not { } row)
        {
            await Store.CreateAsync(wanted, cancellationToken);
            return wanted;
        }

        if (Follow(row, wanted))
            await Store.UpdateAsync(row, cancellationToken);
        return row;
    }

    private static Client Shadow(AppView app) => new()
    {
        ApplicationType = ApplicationTypes.Web,
        ClientId = app.Id,
        ClientSecret = app.SecretSha256,
        ClientType = app.Draft.Proof is AppProof.None ? ClientTypes.Public : ClientTypes.Confidential,
        ConsentType = ConsentTypes.Explicit,
        DisplayName = app.Draft.Name,
        RedirectUris = JsonSerializer.Serialize(app.Draft.Redirects),
        Permissions = JsonSerializer.Serialize(Permitted(app.Draft)),
        Requirements = JsonSerializer.Serialize(app.Draft.Backend ? [] : new[] { Requirements.Features.ProofKeyForCodeExchange }),
    };

    private static bool Follow(Client row, Client wanted)
    {
        if (row.ClientSecret == wanted.ClientSecret && row.ClientType == wanted.ClientType && row.DisplayName == wanted.DisplayName
            && row.RedirectUris == wanted.RedirectUris && row.Permissions == wanted.Permissions && row.Requirements == wanted.Requirements)
        {
            return false;
        }

        row.ClientSecret = wanted.ClientSecret;
        row.ClientType = wanted.ClientType;
        row.DisplayName = wanted.DisplayName;
        row.RedirectUris = wanted.RedirectUris;
        row.Permissions = wanted.Permissions;
        row.Requirements = wanted.Requirements;
        return true;
    }

    private static ImmutableArray<string> Permitted(AppDraft draft) => draft.Backend
        ? [Permissions.Endpoints.Token, Permissions.Endpoints.Introspection, Permissions.Endpoints.Revocation, Permissions.GrantTypes.ClientCredentials]
        :
        [
            Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.Endpoints.Introspection, Permissions.Endpoints.Revocation,
            Permissions.GrantTypes.AuthorizationCode, Permissions.GrantTypes.RefreshToken, Permissions.ResponseTypes.Code,
        ];
}
