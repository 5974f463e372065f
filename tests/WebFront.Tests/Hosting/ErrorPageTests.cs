using System.Net;

namespace Portal.WebFront.Tests.Hosting;

public sealed class ErrorPageTests(FaultyPortal portal) : IClassFixture<FaultyPortal>
{
    [Theory]
    [InlineData("bug", HttpStatusCode.InternalServerError, "Something went wrong")]
    [InlineData("slow", HttpStatusCode.ServiceUnavailable, "This takes too long right now")]
    [InlineData("refused", HttpStatusCode.NotFound, "Page not found")]
    [InlineData("large", HttpStatusCode.RequestEntityTooLarge, "Too much at once")]
    public async Task A_failure_is_a_page_of_plain_words_with_the_headers_of_every_other(string fault, HttpStatusCode status, string heading)
    {
        using var http = new HttpClient { BaseAddress = portal.Address };

        using var answer = await http.GetAsync($"/?fault={fault}");
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(heading, text, StringComparison.Ordinal);
        Assert.DoesNotContain("The inside", text, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Contains("camera=()", answer.Headers.GetValues("Permissions-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("same-origin", answer.Headers.GetValues("Cross-Origin-Opener-Policy").Single());
        Assert.Equal("same-origin", answer.Headers.GetValues("Cross-Origin-Resource-Policy").Single());
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData("/error")]
    [InlineData("/error/500")]
    public async Task Nobody_makes_up_a_failure_by_its_address(string path)
    {
        using var browser = new PortalBrowser(portal.Address);

        await browser.Open(path);

        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        Assert.Contains("Page not found", browser.Text, StringComparison.Ordinal);
    }
}
