using Microsoft.Playwright;

namespace Portal.Browser.Tests;

/// <summary>What every page owes everyone: no fault that axe finds, no overflow on a narrow phone, no console error.</summary>
[Collection(SharedChromium.Name)]
public sealed class EveryPageTests(Chromium chromium)
{
    public static TheoryData<string, string> Pages => new()
    {
        { "", "/demo/sign-in" },
        { "emma.bennett", "/demo" },
        { "emma.bennett", "/demo/appointments" },
        { "emma.bennett", "/demo/webmail" },
        { "emma.bennett", "/demo/webmail/compose" },
        { "emma.bennett", "/demo/account" },
        { "grace.kim", "/demo/staff" },
        { "grace.kim", "/demo/staff/inbox" },
        { "grace.kim", "/demo/staff/inbox/compose" },
        { "grace.kim", "/demo/staff/day" },
        { "grace.kim", "/demo/staff/patients" },
        { "grace.kim", "/demo/staff/patients/p1000" },
        { "grace.kim", "/demo/staff/import" },
        { "grace.kim", "/demo/staff/audit" },
        { "grace.kim", "/demo/staff/deliveries" },
        { "grace.kim", "/demo/staff/settings" },
    };

    [Theory, MemberData(nameof(Pages))]
    public async Task Is_accessible_in_light_and_dark_and_fits_a_phone(string userName, string path)
    {
        await using var person = await Visitor(userName, ColorScheme.Light);
        var answer = await person.Page.GotoAsync(path);
        Assert.Equal(200, answer!.Status);
        await person.IsAccessible();
        await Look(person.Page, ColorScheme.Dark);
        await person.IsAccessible();
        await Look(person.Page, ColorScheme.Light);
        foreach (var width in new[] { 1280, 390, 320 })
        {
            await person.Page.SetViewportSizeAsync(width, 800);
            await person.FitsTheWindow();
            await Keep(person.Page, path, width);
        }
    }

    /// <summary>With a fresh load: Chromium keeps some inherited colours when only the emulated scheme changes.</summary>
    private static async Task Look(IPage page, ColorScheme scheme)
    {
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await page.ReloadAsync();
    }

    private Task<Person> Visitor(string userName, ColorScheme scheme) => userName.Length == 0
        ? chromium.NewPerson(new() { ColorScheme = scheme })
        : chromium.SignedIn(userName, new() { ColorScheme = scheme });

    /// <summary>Pictures for people, where a folder for them is named: the README's is one of them.</summary>
    private static async Task Keep(IPage page, string path, int width)
    {
        if (Environment.GetEnvironmentVariable("PORTAL_SHOTS") is not { Length: > 0 } folder)
            return;
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{path.Trim('/').Replace('/', '-')}-{width}.png") });
    }
}
