using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using AngleSharp.Html.Dom;
using Npgsql;

namespace Portal.Cluster.Tests;

/// <summary>An app is connected at one web front and served by all.</summary>
[Collection(SharedCluster.Name)]
public sealed class AppTests(PortalCluster cluster)
{
    private const string Redirect = "https://app.example/done";
    private const string Verifier = "a-verifier-of-forty-three-characters-or-more-x";

    [Fact]
    public Task What_one_web_front_gives_an_app_is_good_at_another() => cluster.Told(async () =>
    {
        var (front, other) = (cluster.Fronts[0], cluster.Fronts[1]);
        var app = await Register(front);
        var code = await Code(front, app);

        using var redeemed = await Send(other, front, HttpMethod.Post, "/demo/connect/token", new()
        {
            ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = Redirect, ["code_verifier"] = Verifier, ["client_id"] = app,
        });
        var answer = JsonDocument.Parse(await redeemed.Content.ReadAsStringAsync()).RootElement;
        Assert.True(redeemed.StatusCode is HttpStatusCode.OK, answer.ToString());
        Assert.Equal("https://app.example", redeemed.Headers.GetValues("Access-Control-Allow-Origin").Single());
        var token = answer.GetProperty("access_token").GetString()!;
        var patient = answer.GetProperty("patient").GetString();
        foreach (var asked in new[] { front, other })
        {
            using var read = await Send(asked, front, HttpMethod.Get, $"/demo/fhir/R4/Patient/{patient}", token: token);
            Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        }

        using var keys = await Send(front, front, HttpMethod.Get, "/demo/.well-known/jwks");
        using var same = await Send(other, front, HttpMethod.Get, "/demo/.well-known/jwks");
        Assert.Equal(await keys.Content.ReadAsStringAsync(), await same.Content.ReadAsStringAsync());
    });

    [Fact]
    public async Task The_key_that_signs_is_one_and_not_to_be_read_from_the_database()
    {
        await using var source = NpgsqlDataSource.Create(cluster.Database);
        await using var command = source.CreateCommand("select count(*), max(content) from smart.signing_key");
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());

        Assert.Equal(1L, reader.GetInt64(0));
        Assert.DoesNotContain("Signature", reader.GetString(1), StringComparison.Ordinal);
    }

    private static async Task<string> Register(PortalNode front)
    {
        using var staff = await PortalCluster.SignIn(front, "grace.kim");
        await staff.Open("/demo/staff/settings/apps/new");
        await staff.Submit(new() { ["Input.Name"] = "Tooth Diary", ["Input.Redirects"] = Redirect });
        Assert.Equal("/demo/staff/settings/apps", staff.Path);
        return staff.Page.QuerySelectorAll("table a").Select(link => link.GetAttribute("href")!.Split('/')[^1]).Last();
    }

    private static async Task<string> Code(PortalNode front, string app)
    {
        var challenge = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        var aud = $"{front.Address.GetLeftPart(UriPartial.Authority)}/demo/fhir/R4";
        using var browser = await PortalCluster.SignIn(front, "emma.bennett");
        await browser.Open($"/demo/connect/authorize?response_type=code&client_id={app}&redirect_uri={Uri.EscapeDataString(Redirect)}"
            + $"&scope=launch/patient%20patient/*.rs&state=s&aud={Uri.EscapeDataString(aud)}&code_challenge={challenge}&code_challenge_method=S256");
        Assert.True(browser.Status is HttpStatusCode.OK, browser.Text);
        var fields = browser.Page.QuerySelectorAll("#consent input[name]").OfType<IHtmlInputElement>()
            .Where(input => input.Type is not ("checkbox" or "radio") || input.IsChecked)
            .Select(input => KeyValuePair.Create(input.Name!, input.Value))
            .Append(KeyValuePair.Create("Decision", "allow"));
        using var http = new HttpClient(new HttpClientHandler { CookieContainer = browser.Cookies, AllowAutoRedirect = false }) { BaseAddress = front.Address };
        using var sent = await http.PostAsync("/demo/connect/authorize", new FormUrlEncodedContent(fields));
        Assert.True(sent.StatusCode is HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync());
        return HttpUtility.ParseQueryString(sent.Headers.Location!.Query)["code"]!;
    }

    /// <summary>A proxy would send the request to any of the fronts, under one name.</summary>
    private static async Task<HttpResponseMessage> Send(
        PortalNode to, PortalNode name, HttpMethod method, string path, Dictionary<string, string>? fields = null, string? token = null)
    {
        using var http = new HttpClient { BaseAddress = to.Address };
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Host = name.Address.Authority;
        request.Headers.Add("Origin", "https://app.example");
        if (fields is not null)
            request.Content = new FormUrlEncodedContent(fields);
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        return await http.SendAsync(request);
    }
}
