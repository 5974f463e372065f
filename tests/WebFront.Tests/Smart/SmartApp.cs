using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.WebUtilities;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Apps;
using Portal.WebFront.Demo;

namespace Portal.WebFront.Tests.Smart;

/// <summary>An app that is registered at the demo practice, as its maker would write it.</summary>
public sealed class SmartApp(EmbeddedPortal portal, string id, string? secret = null, string practice = SmartApp.Practice)
{
    public const string Practice = "demo";
    public const string Redirect = "https://app.example/done?keep=1";
    public const string PatientScopes = "launch/patient openid fhirUser offline_access patient/*.rs";

    public string Id => id;

    public string Fhir => $"{portal.Address.OriginalString}/{practice}/fhir/R4";

    public string Verifier { get; } = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));

    public string Challenge => WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public static async Task<SmartApp> Register(EmbeddedPortal portal, AppDraft? draft = null, string practice = Practice)
    {
        var id = $"{practice}.{Ulid.NewUlid().ToString().ToLowerInvariant()}";
        draft ??= new() { Name = "Tooth Diary", Redirects = [Redirect], Scopes = PatientScopes };
        var secret = draft.Proof is AppProof.Secret ? Convert.ToHexString(RandomNumberGenerator.GetBytes(32)) : null;
        using var system = CallerScope.Use(Caller.System(practice));
        var digest = secret is null ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
        var saved = await portal.Grain<IAppGrain>(practice, id).Save(new($"register-{id}", draft, digest));
        Assert.Empty(saved.Problems);
        return new(portal, id, secret, practice);
    }

    /// <summary>The parameters of a request for a code.</summary>
    public Dictionary<string, string> Ask(string scope = PatientScopes) => new(StringComparer.Ordinal)
    {
        ["response_type"] = "code",
        ["client_id"] = id,
        ["redirect_uri"] = Redirect,
        ["scope"] = scope,
        ["state"] = "a/b+c=1",
        ["aud"] = Fhir,
        ["code_challenge"] = Challenge,
        ["code_challenge_method"] = "S256",
        ["nonce"] = "n-1",
    };

    /// <summary>Where the portal sends the person back to, when the person signs in and allows what the form says.</summary>
    public async Task<Dictionary<string, string>> Allowed(
        Dictionary<string, string>? ask = null, string userName = "emma.bennett", Action<Dictionary<string, List<string>>>? change = null, string decision = "allow")
    {
        using var browser = new PortalBrowser(portal.Address);
        await browser.SignIn(Practice, userName, DemoSignIns.Password);
        return await AllowedBy(browser, ask, change, decision);
    }

    /// <summary>The same by somebody who has signed in.</summary>
    public async Task<Dictionary<string, string>> AllowedBy(
        PortalBrowser browser, Dictionary<string, string>? ask = null, Action<Dictionary<string, List<string>>>? change = null, string decision = "allow")
    {
        using var http = Plain(browser.Cookies);
        using var page = await http.GetAsync(AuthorizeUrl(ask ?? Ask(), practice));
        if (page.StatusCode is HttpStatusCode.Redirect)
            return Answer(page);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var fields = await Fields(page);
        change?.Invoke(fields);
        fields["Decision"] = [decision];
        using var sent = await http.PostAsync(
            $"/{practice}/connect/authorize",
            new FormUrlEncodedContent(fields.SelectMany(field => field.Value, (field, value) => KeyValuePair.Create(field.Key, value))));
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        return Answer(sent);
    }

    public static string AuthorizeUrl(Dictionary<string, string> ask, string practice = Practice) => QueryHelpers.AddQueryString($"/{practice}/connect/authorize", ask!);

    /// <summary>The code that a person who allows everything gives the app.</summary>
    public async Task<string> Code(string scope = PatientScopes, string userName = "emma.bennett", Action<Dictionary<string, List<string>>>? change = null) =>
        (await Allowed(Ask(scope), userName, change))["code"];

    /// <summary>What the token endpoint answers to the code.</summary>
    public async Task<JsonObject> Token(string scope = PatientScopes, string userName = "emma.bennett", Action<Dictionary<string, List<string>>>? change = null)
    {
        var (status, body) = await Post("token", Redeem(await Code(scope, userName, change)));
        Assert.True(status is HttpStatusCode.OK, body.ToJsonString());
        return body;
    }

    public Dictionary<string, string> Redeem(string code) => new(StringComparer.Ordinal)
    {
        ["grant_type"] = "authorization_code",
        ["code"] = code,
        ["redirect_uri"] = Redirect,
        ["code_verifier"] = Verifier,
        ["client_id"] = id,
    };

    public Dictionary<string, string> Renew(JsonObject token) => new(StringComparer.Ordinal)
    {
        ["grant_type"] = "refresh_token",
        ["refresh_token"] = token["refresh_token"]!.GetValue<string>(),
        ["client_id"] = id,
    };

    public async Task<(HttpStatusCode Status, JsonObject Body)> Post(string endpoint, Dictionary<string, string> fields)
    {
        using var answer = await Send(endpoint, fields);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text)!.AsObject() : []);
    }

    public async Task<HttpResponseMessage> Send(string endpoint, Dictionary<string, string> fields, string? origin = null)
    {
        using var http = Plain(new());
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/{practice}/connect/{endpoint}");
        var sent = new Dictionary<string, string>(fields);
        if (secret is not null)
        {
            sent.Remove("client_id");
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}")));
        }

        if (origin is not null)
            request.Headers.Add("Origin", origin);
        request.Content = new FormUrlEncodedContent(sent);
        return await http.SendAsync(request);
    }

    /// <summary>Reads from the FHIR address with the token.</summary>
    public async Task<(HttpStatusCode Status, JsonObject Body)> Read(JsonObject token, string path)
    {
        using var http = Plain(new());
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token["access_token"]!.GetValue<string>());
        using var answer = await http.GetAsync($"/{practice}/fhir/R4/{path}");
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text)!.AsObject() : []);
    }

    public HttpClient Plain(CookieContainer cookies) =>
        new(new HttpClientHandler { CookieContainer = cookies, AllowAutoRedirect = false }) { BaseAddress = portal.Address };

    public static IEnumerable<string> Types(JsonObject bundle) =>
        [.. (bundle["entry"]?.AsArray() ?? []).Select(entry => entry!["resource"]!["resourceType"]!.GetValue<string>()).Distinct().Order(StringComparer.Ordinal)];

    public static async Task<Dictionary<string, List<string>>> Fields(HttpResponseMessage page)
    {
        var document = await new HtmlParser().ParseDocumentAsync(await page.Content.ReadAsStreamAsync());
        var form = (IHtmlFormElement)document.QuerySelector("#consent")!;
        return form.QuerySelectorAll("input[name]").OfType<IHtmlInputElement>()
            .Where(input => input.Type is not ("checkbox" or "radio") || input.IsChecked)
            .GroupBy(input => input.Name!)
            .ToDictionary(group => group.Key, group => group.Select(input => input.Value).ToList(), StringComparer.Ordinal);
    }

    private static Dictionary<string, string> Answer(HttpResponseMessage redirect)
    {
        var place = redirect.Headers.Location!;
        Assert.StartsWith("https://app.example/done", place.OriginalString, StringComparison.Ordinal);
        return QueryHelpers.ParseQuery(place.Query).ToDictionary(entry => entry.Key, entry => entry.Value.ToString(), StringComparer.Ordinal);
    }
}

/// <summary>People of the demo practice.</summary>
public static class DemoPerson
{
    public static string Emma { get; } = IdOf("emma.bennett");

    public static string Minh { get; } = IdOf("minh.nguyen");

    /// <summary>A child of Emma.</summary>
    public static string Noah => "p1003";

    private static string IdOf(string userName) => DemoSignIns.Patients.First(patient => patient.UserName == userName).PatientId;
}
