using System.Text.RegularExpressions;
using Portal.WebFront.Tests.Records;

namespace Portal.WebFront.Tests.Look;

[Collection(DemoPortal.Name)]
public sealed partial class FontTests(DemoPortal portal)
{
    [Fact]
    public async Task The_font_is_fetched_ahead_by_the_name_that_the_style_sheet_has_for_it()
    {
        using var browser = new PortalBrowser(portal.Address);
        await browser.Open("/demo/sign-in");
        var ahead = browser.Page.QuerySelector("link[rel=preload][as=font]")!.GetAttribute("href")!;
        var sheet = new Uri(portal.Address, browser.Page.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!);
        var named = FontName().Matches(await browser.Http.GetStringAsync(sheet)).Select(match => new Uri(sheet, match.Groups[1].Value));

        Assert.Contains(new Uri(portal.Address, ahead), named);
        using var font = await browser.Http.GetAsync(ahead);
        Assert.True(font.IsSuccessStatusCode);
    }

    [GeneratedRegex("""url\(["']?([^"')]+\.woff2)["']?\)""")]
    private static partial Regex FontName();
}
