using Microsoft.Playwright;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Apps;
using static Microsoft.Playwright.Assertions;

namespace Portal.Browser.Tests.Smart;

/// <summary>Somebody else's app with npm's fhirclient, from its own page to the patient's record.</summary>
[Collection(SharedChromium.Name)]
public sealed class StandaloneLaunchTests(Chromium chromium, FhirClientPage app) : IClassFixture<FhirClientPage>
{
    private const string Practice = "demo";

    [Fact]
    public async Task A_patient_connects_an_app_and_it_reads()
    {
        var start = await Registered();
        await using var person = await chromium.NewPerson();

        await person.Page.GotoAsync(start);
        await person.Page.GetByLabel("User name").FillAsync("emma.bennett");
        await person.Page.GetByLabel("Password", new() { Exact = true }).FillAsync(WebFront.Demo.DemoSignIns.Password);
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(person.Page.GetByRole(AriaRole.Heading, new() { Name = "Connect Tooth Diary?" })).ToBeVisibleAsync();
        await person.IsAccessible();
        await person.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await person.HasContrast();
        await person.Page.SetViewportSizeAsync(320, 800);
        await person.FitsTheWindow();
        // By the keyboard alone, from the top of the page.
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Allow", Exact = true }).FocusAsync();
        await person.Page.Keyboard.PressAsync("Enter");

        var told = person.Page.Locator("#out");
        await Expect(told).ToContainTextAsync("Read Bennett");
        await Expect(told).ToContainTextAsync("Patient/p1000");
    }

    private async Task<string> Registered()
    {
        var id = $"{Practice}.{Ulid.NewUlid().ToString().ToLowerInvariant()}";
        using var system = CallerScope.Use(Caller.System(Practice));
        var saved = await chromium.Grain<IAppGrain>(Practice, id).Save(new("register", new()
        {
            Name = "Tooth Diary",
            Redirects = [$"{app.Address}/done"],
            Scopes = "launch/patient openid fhirUser offline_access patient/*.rs",
        }, null));
        Assert.Empty(saved.Problems);
        return app.LaunchAddress(id, $"{chromium.Address.OriginalString}/{Practice}/fhir/R4");
    }
}
