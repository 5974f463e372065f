using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Demo;

namespace Portal.WebFront.Tests.Records;

/// <summary>The portal serves while its demo practice is still being imported.</summary>
public sealed class DemoPreparingTests : IAsyncLifetime
{
    private readonly HeldDemoPortal _portal = new();

    public Task InitializeAsync() => _portal.InitializeAsync();

    public Task DisposeAsync() => _portal.DisposeAsync();

    [Theory]
    [InlineData("/")]
    [InlineData("/demo")]
    [InlineData("/demo/sign-in")]
    [InlineData("/demo/staff/patients")]
    public async Task Until_then_its_pages_say_so_and_come_back_by_themselves(string path)
    {
        using var browser = new PortalBrowser(_portal.Address);

        await browser.Open(path);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, path), (browser.Status, browser.Path));
        Assert.Contains("The demo practice is being prepared", browser.Text, StringComparison.Ordinal);
        Assert.Equal("1", browser.Page.Head!.QuerySelector("noscript meta[http-equiv=refresh]")!.GetAttribute("content"));
    }

    [Fact]
    public async Task They_tell_how_far_it_is()
    {
        using var browser = new PortalBrowser(_portal.Address);
        await browser.Open("/demo");
        Assert.Contains("Reading the data", browser.Text, StringComparison.Ordinal);

        using var system = CallerScope.Use(Caller.System("demo"));
        var import = _portal.Grain<IImportGrain>("demo", "demo-1");
        await import.Open(new(ImportKind.Entries, ImportSource.Demo));
        await import.Add(new(0, ImportPhase.Record, [Item(0), Item(1), Item(2)]));
        await import.Start();
        await Eventually.Holds(async () => (await import.View())!.EndedAt is not null, "the import is done");
        await browser.Open("/demo");

        Assert.Contains("Making the sign-ins", browser.Text, StringComparison.Ordinal);
        Assert.Equal("90", browser.Page.QuerySelector("progress")!.GetAttribute("value"));
    }

    /// <summary>Mails and login sheets of the demo name it.</summary>
    [Fact]
    public async Task The_address_of_the_demo_is_where_the_portal_listens_also_after_it_moved()
    {
        _portal.LetGo();
        await Eventually.Holds(async () => await Address() == Listens(), "the practice has the address");
        var first = Listens();

        await _portal.Restart();
        await Eventually.Holds(async () => await Address() == Listens(), "the practice has the new address");

        Assert.NotEqual(first, Listens());

        async Task<string?> Address()
        {
            using var system = CallerScope.Use(Caller.System("demo"));
            return (await _portal.Grain<IPracticeGrain>("demo", IPracticeGrain.Id).Card())?.PatientFacingUrl;
        }

        string Listens() => $"http://127.0.0.1:{_portal.Address.Port}/demo";
    }

    [Fact]
    public async Task Nothing_else_waits_for_it()
    {
        using var http = new HttpClient { BaseAddress = _portal.Address };

        foreach (var path in new[] { "/health/live", "/health/ready", "/dist/app.css" })
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/demo/fhir/R4/$import/none")).StatusCode);
    }

    [Fact]
    public async Task Then_they_are_the_real_ones()
    {
        using var browser = new PortalBrowser(_portal.Address);
        await browser.Open("/demo/sign-in");

        _portal.LetGo();
        await _portal.Services.GetRequiredService<DemoStanding>().Ready;
        await browser.Open("/demo/sign-in");

        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.NotNull(browser.Page.QuerySelector("input[name='Input.UserName']"));
        Assert.Equal("/demo/sign-in", (await browser.Open("/preparing")).Path.Split('?')[0]);
    }

    [Fact]
    public async Task A_demo_that_cannot_be_prepared_says_so_and_stops_nothing_else()
    {
        using var browser = new PortalBrowser(_portal.Address);
        using var http = new HttpClient { BaseAddress = _portal.Address };

        _portal.Fail();
        await Eventually.Holds(
            async () => (await browser.Open("/demo")).Text.Contains("could not be prepared", StringComparison.Ordinal), "the page says so");

        Assert.Null(browser.Page.QuerySelector("[data-preparing]"));
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready")).StatusCode);
    }

    private static ImportItem Item(int order) => new()
    {
        Order = order,
        Place = $"Bundle.entry[{order}].resource",
        Type = "Organization",
        Resource = new() { Type = "Organization", Id = $"o-{order}", Json = $$"""{"resourceType":"Organization","id":"o-{{order}}"}""" },
    };
}
