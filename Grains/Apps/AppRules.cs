using System.Collections.Immutable;
using System.Text.Json;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Apps;
using static Portal.Grains.Documents.Decide;

namespace Portal.Grains.Apps;

/// <summary>What an app may be.</summary>
public static class AppRules
{
    /// <summary>Uses are noted at most so often: a write for every request would cost more than it tells.</summary>
    public static readonly TimeSpan Noted = TimeSpan.FromMinutes(5);

    internal static readonly Problem Unknown = new("app.unknown", "There is no such app any more.");

    public static Decision<AppState, Done> Save(AppState state, GrainKey key, SaveApp command, DateTimeOffset now)
    {
        var draft = Tidy(command.Draft);
        var checks = new FieldChecks("app");
        // Another practice cannot take the id, and with it the connections, of this one's app.
        if (!FieldChecks.IsId(key.Id) || !key.Id.StartsWith(key.Practice + ".", StringComparison.Ordinal))
            checks.Refuse("id_invalid", "The id of an app begins with the practice.");
        checks.Text(draft.Name, nameof(draft.Name), "the name of the app", AppLimits.Name, required: true);
        CheckPage(checks, draft.Homepage, nameof(draft.Homepage), "the homepage");
        CheckPage(checks, draft.LaunchUrl, nameof(draft.LaunchUrl), "the launch address");
        CheckRedirects(checks, draft);
        CheckScopes(checks, draft);
        var secret = draft.Proof is AppProof.Secret ? command.SecretSha256 ?? state.SecretSha256 : null;
        CheckProof(checks, draft, secret);
        if (!checks.Problems.IsEmpty)
            return checks.Problems;
        var registered = state.Draft is null ? now : state.RegisteredAt;
        return Next(state with { Draft = draft, SecretSha256 = secret, RegisteredAt = registered }, Done.Value);
    }

    public static Decision<AppState, Done> SetStopped(AppState state, bool stopped) => state.Draft is null
        ? Unknown
        : stopped == state.Stopped ? Unchanged(state, Done.Value) : Next(state with { Stopped = stopped }, Done.Value);

    /// <summary>The state with the use noted; the same one when a use was noted a moment ago.</summary>
    public static AppState Used(AppState state, DateTimeOffset now) =>
        state.LastUsedAt is { } last && now - last < Noted ? state : state with { LastUsedAt = now };

    public static AppView? View(AppState state, string id) => state.Draft is null ? null : new()
    {
        Id = id,
        Draft = state.Draft,
        SecretSha256 = state.SecretSha256,
        Stopped = state.Stopped,
        RegisteredAt = state.RegisteredAt,
        LastUsedAt = state.LastUsedAt,
    };

    private static AppDraft Tidy(AppDraft draft) => draft with
    {
        Name = FieldChecks.Tidy(draft.Name),
        Homepage = FieldChecks.Tidy(draft.Homepage),
        LaunchUrl = draft.Backend ? "" : FieldChecks.Tidy(draft.LaunchUrl),
        Redirects = draft.Backend ? [] : [.. draft.Redirects.Select(FieldChecks.Tidy).Where(url => url.Length > 0).Distinct(StringComparer.Ordinal)],
        Scopes = string.Join(' ', FieldChecks.Tidy(draft.Scopes).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)),
        Keys = draft.Proof is AppProof.Key ? FieldChecks.Tidy(draft.Keys) : "",
        KeysUrl = draft.Proof is AppProof.Key ? FieldChecks.Tidy(draft.KeysUrl) : "",
    };

    private static void CheckPage(FieldChecks checks, string url, string field, string label)
    {
        if (checks.Text(url, field, label, AppLimits.Url) && !IsWebAddress(url))
            checks.Refuse("url_invalid", "Enter an address that begins with https:// and has no letters beyond ASCII (a host with such letters is written with xn--).", field);
    }

    private static void CheckRedirects(FieldChecks checks, AppDraft draft)
    {
        const string field = nameof(AppDraft.Redirects);
        if (!draft.Backend && draft.Redirects.IsEmpty)
            checks.Refuse("redirects_missing", "Enter at least one redirect address.", field);
        if (draft.Redirects.Length > AppLimits.Redirects)
            checks.Refuse("redirects_too_many", $"An app has at most {AppLimits.Redirects} redirect addresses.", field);
        if (draft.Redirects.Any(url => url.Length > AppLimits.Url || !IsRedirect(url)))
            checks.Refuse("redirects_invalid", "A redirect address begins with https:// (http:// only on this computer, localhost), or is the app's own scheme such as com.example.app:/done. It has no fragment (#), no user name and no letters beyond ASCII.", field);
    }

    private static void CheckScopes(FieldChecks checks, AppDraft draft)
    {
        const string field = nameof(AppDraft.Scopes);
        if (!checks.Text(draft.Scopes, field, "the scopes", AppLimits.Scopes, required: true))
            return;
        var scopes = draft.Scopes.Split(' ');
        if (scopes.FirstOrDefault(scope => !LaunchScope.IsKnown(scope) && ResourceScope.Parse(scope) is null) is { } unknown)
            checks.Refuse("scopes_invalid", $"{unknown} is no scope of SMART App Launch.", field);
        else if (scopes.FirstOrDefault(scope => ResourceScope.Parse(scope) is { } resource && !AskedScopes.IsServed(resource)) is { } empty)
            checks.Refuse("scopes_invalid", $"{empty} names a type that this portal does not have.", field);
        else if (scopes.Any(scope => draft.Backend != scope.StartsWith("system/", StringComparison.Ordinal)))
            checks.Refuse("scopes_invalid", draft.Backend ? "A program without a person has scopes such as system/Patient.rs only." : "Scopes of system/ are for programs without a person.", field);
    }

    private static void CheckProof(FieldChecks checks, AppDraft draft, string? secret)
    {
        if (!Enum.IsDefined(draft.Proof) || (draft.Backend && draft.Proof is not AppProof.Key))
            checks.Refuse("proof_invalid", "A program without a person proves itself by a key.", nameof(draft.Proof));
        if (draft.Proof is AppProof.Secret && secret is not { Length: 64 })
            checks.Refuse("secret_missing", "The app needs a secret. Draw one.", nameof(draft.Proof));
        if (draft.Proof is not AppProof.Key)
            return;
        if (draft.Keys.Length == 0 == (draft.KeysUrl.Length == 0))
            checks.Refuse("keys_missing", "Enter the app's public keys, or the address that they are fetched from: one of the two.", nameof(draft.Keys));
        if (checks.Text(draft.KeysUrl, nameof(draft.KeysUrl), "the address of the keys", AppLimits.Url) && !IsWebAddress(draft.KeysUrl))
            checks.Refuse("url_invalid", "Enter an address that begins with https:// and has no letters beyond ASCII (a host with such letters is written with xn--).", nameof(draft.KeysUrl));
        if (draft.Keys.Length > AppLimits.Keys)
            checks.Refuse("keys_too_long", $"The keys may have at most {AppLimits.Keys} characters.", nameof(draft.Keys));
        else if (draft.Keys.Length > 0 && !ArePublicKeys(draft.Keys))
            checks.Refuse("keys_invalid", "The keys are a JSON Web Key Set: {\"keys\":[…]} with public keys of the kinds RSA or EC, each with a kid.", nameof(draft.Keys));
    }

    /// <summary>Letters beyond ASCII would be written in one way here and in another by browsers.</summary>
    private static bool IsWebAddress(string text) => text.All(char.IsAscii)
        && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.UserInfo.Length == 0 && url.Fragment.Length == 0
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));

    /// <summary>A scheme of the app's own has a dot (RFC 8252), so that it is none of the browser's.</summary>
    private static bool IsRedirect(string text) => IsWebAddress(text)
        || (text.All(char.IsAscii) && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme.Contains('.', StringComparison.Ordinal) && url.Fragment.Length == 0);

    private static bool ArePublicKeys(string text)
    {
        try
        {
            using var set = JsonDocument.Parse(text);
            return set.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("keys", out var keys) && keys.ValueKind is JsonValueKind.Array && keys.GetArrayLength() > 0
                && keys.EnumerateArray().All(IsPublicKey);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsPublicKey(JsonElement key) =>
        key.ValueKind is JsonValueKind.Object
        && Has(key, "kid") && key.TryGetProperty("kty", out var kind) && kind.ValueKind is JsonValueKind.String
        && (kind.GetString() is "RSA" ? Has(key, "n") && Has(key, "e") : kind.GetString() is "EC" && Has(key, "x") && Has(key, "y"))
        && !key.TryGetProperty("d", out _);

    private static bool Has(JsonElement key, string name) =>
        key.TryGetProperty(name, out var value) && value is { ValueKind: JsonValueKind.String } && value.GetString()!.Length > 0;
}
