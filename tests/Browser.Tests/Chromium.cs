using Microsoft.Playwright;

namespace Portal.Browser.Tests;

/// <summary>The embedded portal with its demo practice, and one Chromium for all tests of the assembly.</summary>
public sealed class Chromium : EmbeddedPortal, IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    protected override Dictionary<string, string?> Settings => new()
    {
        ["Portal:Demo"] = "true",
        ["Portal:Access:SignInsPerMinute"] = "1000",
    };

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("PORTAL_CHROMIUM") ?? "/usr/bin/chromium",
            Headless = true,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        });
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        await DisposeAsync();
    }

    /// <summary>A person with an own browser profile.</summary>
    public async Task<Person> NewPerson(BrowserNewContextOptions? options = null)
    {
        options ??= new();
        options.BaseURL = Address.ToString();
        options.Locale = "en-US";
        options.ReducedMotion = ReducedMotion.Reduce;
        options.ViewportSize ??= new() { Width = 1280, Height = 900 };
        var context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(20_000);
        return new Person(context, await context.NewPageAsync());
    }

    /// <summary>A person who has signed in to the demo practice.</summary>
    public async Task<Person> SignedIn(string userName, BrowserNewContextOptions? options = null)
    {
        var person = await NewPerson(options);
        await person.SignIn(userName);
        return person;
    }
}

[CollectionDefinition(Name)]
public sealed class SharedChromium : ICollectionFixture<Chromium>
{
    public const string Name = "chromium";
}
