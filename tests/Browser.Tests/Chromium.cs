using Microsoft.Playwright;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;

namespace Portal.Browser.Tests;

/// <summary>The embedded portal with its demo practice, and one Chromium for all tests of the assembly.</summary>
public sealed class Chromium : EmbeddedPortal, IAsyncLifetime
{
    // What the driver does not limit itself. Far beyond what a loaded machine takes: it ends a hang, it measures nothing.
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(1);

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    protected override Dictionary<string, string?> Settings => new()
    {
        ["Portal:Demo"] = "true",
        ["Portal:Access:SignInsPerMinute"] = "1000",
    };

    protected override Task Seed() => DemoIsReady();

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await Launch();
        // Two browsers and the portal share two cores in CI. Still far below the minute after which a page without a
        // live connection would fetch by itself.
        Assertions.SetDefaultExpectTimeout(20_000);
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync().AsTask().WaitAsync(Hang);
        _playwright?.Dispose();
        await DisposeAsync();
    }

    /// <summary>A second practice, without anything: where there is only one, the start page leads on to it.</summary>
    protected override async Task Seed()
    {
        using var system = CallerScope.Use(Caller.System("elm"));
        var card = new PracticeCard { Slug = "elm", Name = "Elm Street Dental", Phone = "555-010-3000", PatientFacingUrl = "https://elm.example" };
        Assert.Empty((await Grain<IPracticeGrain>("elm", IPracticeGrain.Id).SaveProfile(new("seed", card))).Problems);
    }

    /// <summary>A person with an own browser profile.</summary>
    public async Task<Person> NewPerson(BrowserNewContextOptions? options = null)
    {
        options ??= new();
        options.BaseURL = Address.ToString();
        options.Locale = "en-US";
        options.ReducedMotion = ReducedMotion.Reduce;
        options.ViewportSize ??= new() { Width = 1280, Height = 900 };
        var context = await NewContext(options);
        context.SetDefaultTimeout(20_000);
        return new Person(this, context, await context.NewPageAsync().WaitAsync(Hang));
    }

    /// <summary>Ends a person's browser profile. A browser that does not come to an end of it is given up for the next person.</summary>
    public async Task Close(IBrowserContext context)
    {
        try
        {
            await context.CloseAsync().WaitAsync(Hang);
        }
        catch (TimeoutException)
        {
            Console.WriteLine("Chromium did not close a profile within a minute; the next person gets a new one.");
            _browser = null;
        }
    }

    /// <summary>A person who has signed in to the demo practice.</summary>
    public async Task<Person> SignedIn(string userName, BrowserNewContextOptions? options = null)
    {
        var person = await NewPerson(options);
        await person.SignIn(userName);
        return person;
    }

    private async Task<IBrowserContext> NewContext(BrowserNewContextOptions options)
    {
        _browser ??= await Launch();
        return await _browser.NewContextAsync(options).WaitAsync(Hang);
    }

    private Task<IBrowser> Launch() => _playwright!.Chromium.LaunchAsync(new()
    {
        ExecutablePath = Environment.GetEnvironmentVariable("PORTAL_CHROMIUM") ?? "/usr/bin/chromium",
        Headless = true,
        Args =
        [
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
        ],
    });
}

[CollectionDefinition(Name)]
public sealed class SharedChromium : ICollectionFixture<Chromium>
{
    public const string Name = "chromium";
}
