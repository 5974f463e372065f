using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;

namespace Portal.WebFront.Tests.Access;

/// <summary>A portal that lets an address try twice a minute: to sign in, to open health links, and to ask for tokens.</summary>
public sealed class StrictPortal : EmbeddedPortal
{
    protected override Dictionary<string, string?> Settings => new(base.Settings)
    {
        ["Portal:Access:SignInsPerMinute"] = "2",
        ["Portal:Sharing:RequestsPerMinute"] = "2",
        ["Portal:Apps:TokensPerMinute"] = "2",
    };

    protected override async Task Seed()
    {
        using var system = CallerScope.Use(Caller.System("lake"));
        await Grain<IPracticeGrain>("lake", IPracticeGrain.Id).SaveProfile(new("seed", new() { Slug = "lake", Name = "Lake Dental", Phone = "555-010-2000" }));
    }
}

public sealed class SignInLimitTests(StrictPortal portal) : IClassFixture<StrictPortal>
{
    [Fact]
    public async Task One_address_may_try_only_so_often_but_may_still_read()
    {
        using var browser = new PortalBrowser(portal.Address);
        for (var i = 0; i < 2; i++)
        {
            await browser.SignIn("lake", "ana", "Copper-7-lake");
            Assert.Equal(HttpStatusCode.OK, browser.Status);
        }

        await browser.SignIn("lake", "ana", "Copper-7-lake");
        var third = browser.Status;
        var text = browser.Text;
        await browser.Open("/lake/sign-in");

        Assert.Equal(HttpStatusCode.TooManyRequests, third);
        Assert.Contains("Too many tries", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
    }

    [Fact]
    public async Task One_address_may_ask_for_health_links_only_so_often()
    {
        using var http = new HttpClient { BaseAddress = portal.Address };
        http.DefaultRequestHeaders.Add("Origin", "https://viewer.example");
        var (answers, waits) = (new List<HttpStatusCode>(), new List<bool>());
        for (var i = 0; i < 3; i++)
        {
            using var answer = await http.PostAsync($"/lake/shl/{new string('x', 43)}", JsonContent.Create(new { recipient = "Guesser" }));
            answers.Add(answer.StatusCode);
            waits.Add(answer.Headers.RetryAfter is not null);
        }

        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.TooManyRequests], answers);
        Assert.Equal([false, false, true], waits);
        using var last = await http.PostAsync($"/lake/shl/{new string('x', 43)}", JsonContent.Create(new { recipient = "Guesser" }));
        await IsTold(last, "message");
        Assert.Equal("*", last.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("Retry-After", last.Headers.GetValues("Access-Control-Expose-Headers").Single());
    }

    [Theory]
    [InlineData("token")]
    [InlineData("introspect")]
    [InlineData("revoke")]
    public async Task One_address_may_ask_for_tokens_only_so_often_and_is_told_as_programs_are(string endpoint)
    {
        using var http = new HttpClient { BaseAddress = portal.Address };
        for (var i = 0; i < 2; i++)
            (await http.PostAsync("/lake/connect/token", JsonContent.Create(new { }))).Dispose();

        using var answer = await http.PostAsync($"/lake/connect/{endpoint}", JsonContent.Create(new { }));

        await IsTold(answer, "error");
    }

    private static async Task IsTold(HttpResponseMessage answer, string element)
    {
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.True(answer.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.NotEmpty(JsonNode.Parse(await answer.Content.ReadAsStringAsync())![element]!.GetValue<string>());
    }

    [Fact]
    public async Task The_only_practice_is_opened_by_itself()
    {
        using var browser = new PortalBrowser(portal.Address);

        await browser.Open("/");

        Assert.StartsWith("/lake", browser.Path, StringComparison.Ordinal);
    }
}
