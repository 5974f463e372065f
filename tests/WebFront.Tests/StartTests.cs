using System.Net;

namespace Portal.WebFront.Tests;

public sealed class StartTests(EmbeddedPortal portal) : IClassFixture<EmbeddedPortal>
{
    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_answers(string path)
    {
        using var http = new HttpClient { BaseAddress = portal.Address };

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task Every_answer_closes_the_page_to_foreign_and_inline_content()
    {
        using var http = new HttpClient { BaseAddress = portal.Address };

        var answer = await http.GetAsync("/health/live");

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task An_unknown_address_is_a_page_that_says_so()
    {
        using var browser = new PortalBrowser(portal.Address);

        await browser.Open("/no/such/page");

        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        Assert.Contains("Page not found", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dist/app.js")]
    [InlineData("/dist/app.css")]
    [InlineData("/favicon.svg")]
    public async Task Assets_are_served_whole(string path)
    {
        using var http = new HttpClient { BaseAddress = portal.Address };

        var bytes = await http.GetByteArrayAsync(path);

        Assert.NotEmpty(bytes);
    }
}
