using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Apps;
using Portal.WebFront.Apps;
using Portal.WebFront.Demo;
using Portal.WebFront.Tests.Records;

namespace Portal.WebFront.Tests.Smart;

/// <summary>A portal that lets apps ask little, and that fetches keys from this machine.</summary>
public sealed class SlowPortal : DemoPortal
{
    public const int PerPatient = 5;
    public const int PerApp = 8;

    protected override Dictionary<string, string?> Settings => new(base.Settings)
    {
        ["Portal:Apps:KeysFromPrivateNetworks"] = "true",
        ["Portal:Apps:RequestsPerMinute"] = PerApp.ToString(CultureInfo.InvariantCulture),
        ["Portal:Apps:RequestsPerPatientAndMinute"] = PerPatient.ToString(CultureInfo.InvariantCulture),
    };
}

public sealed class AppRatesTests(SlowPortal portal) : IClassFixture<SlowPortal>
{
    [Fact]
    public async Task Apps_that_ask_too_often_are_told_when_to_come_again()
    {
        var app = await SmartApp.Register(portal);
        var other = await SmartApp.Register(portal);
        var emma = await app.Token();
        var minh = await app.Token(userName: "minh.nguyen");

        var ofEmma = await Ask(app, emma, SlowPortal.PerPatient + 1);
        var byAnother = await Ask(other, await other.Token(), 1);
        var ofMinh = await Ask(app, minh, SlowPortal.PerApp);

        Assert.Equal(Enumerable.Repeat(HttpStatusCode.OK, SlowPortal.PerPatient).Append(HttpStatusCode.TooManyRequests), ofEmma);
        Assert.Equal([HttpStatusCode.TooManyRequests], byAnother);
        // What Emma was given counts for the app as well: of its eight three are left, fewer than Minh has.
        Assert.Equal(SlowPortal.PerApp - SlowPortal.PerPatient, ofMinh.Count(status => status is HttpStatusCode.OK));
        using var http = app.Plain(new());
        http.DefaultRequestHeaders.Authorization = new("Bearer", emma["access_token"]!.GetValue<string>());
        using var refused = await http.GetAsync($"/demo/fhir/R4/Patient/{DemoPerson.Emma}");
        Assert.True(refused.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        var outcome = JsonNode.Parse(await refused.Content.ReadAsStringAsync())!;
        Assert.Equal(("OperationOutcome", "throttled"), ((string)outcome["resourceType"]!, (string)outcome["issue"]![0]!["code"]!));
        Assert.Equal("application/fhir+json", refused.Content.Headers.ContentType!.MediaType);
        http.DefaultRequestHeaders.Accept.ParseAdd("application/fhir+xml");
        using var asXml = await http.GetAsync($"/demo/fhir/R4/Patient/{DemoPerson.Emma}");
        Assert.Equal((HttpStatusCode.TooManyRequests, "application/fhir+xml"), (asXml.StatusCode, asXml.Content.Headers.ContentType!.MediaType));
        Assert.Equal("OperationOutcome", XDocument.Parse(await asXml.Content.ReadAsStringAsync()).Root!.Name.LocalName);
    }

    [Fact]
    public async Task Two_web_fronts_count_together()
    {
        var settings = Options.Create(new SmartSettings { RequestsPerMinute = 100, RequestsPerPatientAndMinute = 7 });
        var (grains, time) = (portal.Services.GetRequiredService<IGrainFactory>(), portal.Services.GetRequiredService<TimeProvider>());
        using var one = new AppRates(grains, settings, time);
        using var other = new AppRates(grains, settings, time);
        var program = new Caller { Practice = "demo", Roles = Audience.Integrator, UserId = "demo.counted", AppId = "demo.counted" };
        var ofPatient = program with { AppId = "demo.other", OnlyPatientId = "counted" };

        var ofProgram = await Let(program, 60);
        var aboutPatient = await Let(ofPatient, 8);

        // Of the last two shares each web front may hold one request that it does not come to.
        Assert.InRange(ofProgram.Count(wait => wait is null), 99, 100);
        Assert.Equal(7, aboutPatient.Count(wait => wait is null));
        Assert.All(aboutPatient.OfType<string>(), wait => Assert.InRange(int.Parse(wait, CultureInfo.InvariantCulture), 1, 60));

        async Task<List<string?>> Let(Caller caller, int each)
        {
            var waits = new List<string?>();
            for (var time = 0; time < each; time++)
                waits.AddRange(await one.Wait(caller), await other.Wait(caller));
            return waits;
        }
    }

    /// <summary>Each of them finding no share must not draw one of its own: the rest of it would be lost.</summary>
    [Fact]
    public async Task Many_that_ask_at_the_same_moment_are_let_through_up_to_the_limit()
    {
        var settings = Options.Create(new SmartSettings { RequestsPerMinute = 500, RequestsPerPatientAndMinute = 200 });
        using var rates = new AppRates(portal.Services.GetRequiredService<IGrainFactory>(), settings, portal.Services.GetRequiredService<TimeProvider>());
        var app = new Caller { Practice = "demo", Roles = Audience.Patient, UserId = "u-crowd", AppId = "demo.crowd", OnlyPatientId = "crowd" };

        var waits = new List<string?>();
        for (var wave = 0; wave < 5; wave++)
            waits.AddRange(await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => rates.Wait(app)))));

        Assert.Equal(200, waits.Count(wait => wait is null));
    }

    [Fact]
    public async Task Keys_are_fetched_from_where_the_registration_says_and_kept_for_a_while()
    {
        var key = KeyedApp.Elliptic();
        await using var host = await KeysHost.Start(key);
        var app = await SmartApp.Register(portal, new() { Name = "Publisher", Proof = AppProof.Key, Backend = true, Scopes = "system/*.rs", KeysUrl = host.Address });
        var tokenUrl = $"{portal.Address.OriginalString}/demo/connect/token";

        var (first, _) = await app.Post("token", KeyedApp.Ask(key.Assertion(app.Id, tokenUrl)));
        var (second, _) = await app.Post("token", KeyedApp.Ask(key.Assertion(app.Id, tokenUrl)));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first, second));
        Assert.Equal(1, host.Fetched);
    }

    [Fact]
    public async Task The_address_of_the_keys_is_registered_on_the_page()
    {
        var key = KeyedApp.Rsa();
        await using var host = await KeysHost.Start(key);
        using var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", "grace.kim", DemoSignIns.Password);
        await browser.Open("/demo/staff/settings/apps/new");

        await browser.Submit(new() { ["Input.Name"] = "Publishes Keys", ["Input.Proof"] = "Backend", ["Input.KeysUrl"] = host.Address, ["Input.Redirects"] = "", ["Input.Scopes"] = "system/*.rs" });

        var id = browser.Page.QuerySelectorAll("table a").First(one => one.TextContent == "Publishes Keys").GetAttribute("href")!.Split('/')[^1];
        var app = new SmartApp(portal, id);
        var (status, token) = await app.Post("token", KeyedApp.Ask(key.Assertion(id, $"{portal.Address.OriginalString}/demo/connect/token")));
        Assert.True(status is HttpStatusCode.OK, token.ToJsonString());
        Assert.Equal(1, host.Fetched);
    }

    private static async Task<List<HttpStatusCode>> Ask(SmartApp app, JsonObject token, int times)
    {
        var answers = new List<HttpStatusCode>();
        for (var time = 0; time < times; time++)
            answers.Add((await app.Read(token, $"Patient/{token["patient"]}")).Status);
        return answers;
    }
}
