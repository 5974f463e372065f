using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Portal.Browser.Tests;

/// <summary>Whoever comes while the demo practice is being prepared need not do anything.</summary>
[Collection(SharedChromium.Name)]
public sealed class DemoPreparingTests(Chromium chromium) : IAsyncLifetime
{
    private readonly HeldDemoPortal _portal = new();

    public Task InitializeAsync() => _portal.InitializeAsync();

    public Task DisposeAsync() => _portal.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Its_page_turns_into_the_one_that_was_asked_for(bool withScripts)
    {
        await using var person = await chromium.NewPerson(new() { JavaScriptEnabled = withScripts });
        await person.Page.GotoAsync(new Uri(_portal.Address, "/demo/sign-in").ToString());
        await Expect(person.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("The demo practice is being prepared");
        if (withScripts)
            await person.IsAccessible();

        _portal.LetGo();

        await Expect(person.Page.GetByLabel("User name")).ToBeVisibleAsync();
        Assert.EndsWith("/demo/sign-in", person.Page.Url, StringComparison.Ordinal);
        person.Forgive(text => text.Contains("503", StringComparison.Ordinal));
    }
}
