using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Portal.Browser.Tests;

/// <summary>What every page owes everyone: no fault that axe finds, no overflow on a narrow phone, no console error.</summary>
[Collection(SharedChromium.Name)]
public sealed class EveryPageTests(Chromium chromium)
{
    private const string NotFound = "error";

    /// <summary>A desk, a phone, a narrow phone. The last one is the first one of the other scheme.</summary>
    private static readonly (int Width, int Height)[] _widths = [(1280, 900), (390, 800), (320, 800)];

    public static TheoryData<int, string> Pages
    {
        get
        {
            var pages = new TheoryData<int, string>();
            foreach (var (number, page) in PageList.All.Index())
                pages.Add(number, $"{page.Address} {page.Link}".Trim());
            return pages;
        }
    }

    [Fact]
    public void Every_page_is_looked_at_or_has_a_reason_not_to_be()
    {
        var looked = PageList.All.Select(page => page.Template).Concat(PageList.NotShown.Keys).ToHashSet();

        Assert.Empty(PageList.Served(chromium.Services.GetRequiredService<EndpointDataSource>()).Except(looked));
        Assert.Empty(looked.Except(PageList.Served(chromium.Services.GetRequiredService<EndpointDataSource>())));
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task Is_accessible_in_light_and_dark_and_fits_a_phone(int number, string name)
    {
        var visit = PageList.All[number];
        await using var person = await Visitor(visit.Who);
        await Come(person.Page, visit);
        await person.IsAccessible();
        await Fits(person, name, _widths);
        await Look(person.Page, ColorScheme.Dark);
        await Fits(person, name + " dark", _widths.Reverse());
        await person.HasContrast();
        // A page that is not there is a complaint of the browser's, too.
        person.Forgive(text => visit.Template == NotFound && text.Contains("404", StringComparison.Ordinal));
    }

    private static async Task Fits(Person person, string name, IEnumerable<(int Width, int Height)> sizes)
    {
        foreach (var (width, height) in sizes)
        {
            if (person.Page.ViewportSize?.Width != width)
                await person.Page.SetViewportSizeAsync(width, height);
            await person.FitsTheWindow();
            await Keep(person.Page, name, width);
        }
    }

    private static async Task Come(IPage page, PageVisit visit)
    {
        var answer = await page.GotoAsync(visit.Address);
        Assert.Equal(visit.Template == NotFound ? 404 : 200, answer!.Status);
        if (visit.Link is not null)
        {
            var address = await page.Locator(visit.Link).First.GetAttributeAsync("href");
            Assert.Equal(200, (await page.GotoAsync(address!))!.Status);
        }

        if (visit.Template != NotFound)
            Assert.True(IsAt(visit.Template, page.Url), $"{page.Url} is not {visit.Template}.");
    }

    private static bool IsAt(string template, string url) =>
        new TemplateMatcher(TemplateParser.Parse(template), []).TryMatch(new Uri(url).AbsolutePath, []);

    /// <summary>With a fresh load: Chromium keeps some inherited colours when only the emulated scheme changes.</summary>
    private static async Task Look(IPage page, ColorScheme scheme)
    {
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await page.ReloadAsync();
    }

    private async Task<Person> Visitor(string who)
    {
        if (who != FirstSignIn.Newcomer)
            return await chromium.Tab(who);
        var person = await chromium.NewPerson();
        var (userName, password) = await FirstSignIn.Issue(chromium);
        await person.SignIn(userName, password);
        return person;
    }

    /// <summary>Pictures for people, where a folder for them is named: the README's is one of them.</summary>
    private static async Task Keep(IPage page, string name, int width)
    {
        if (Environment.GetEnvironmentVariable("PORTAL_SHOTS") is not { Length: > 0 } folder)
            return;
        var file = string.Join('-', name.Split(['/', '?', '=', '&', '\'', '*', '#', '.', ',', '[', ']', ' '], StringSplitOptions.RemoveEmptyEntries));
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{(file.Length > 0 ? file : "start")}-{width}.png") });
    }
}
