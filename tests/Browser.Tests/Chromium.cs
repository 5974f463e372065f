using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Portal.Browser.Tests.Live;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;

namespace Portal.Browser.Tests;

/// <summary>The embedded portal with its demo practice, and one Chromium for all tests of the assembly.</summary>
public sealed class Chromium : EmbeddedPortal, IAsyncLifetime
{
    // What the driver does not limit itself. Far beyond what a loaded machine takes: it ends a hang, it measures nothing.
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(1);

    // Well below the twenty quiet minutes after which a session ends.
    private static readonly TimeSpan SignInLasts = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, (string Cookies, long At)> _signedIn = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IBrowserContext> _profiles = new(StringComparer.Ordinal);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Notices that a test lets get lost.</summary>
    internal LostNotices Notices { get; } = new();

    protected override void Configure(WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<IIncomingGrainCallFilter>(Notices);

    protected override Dictionary<string, string?> Settings => new()
    {
        ["Portal:Demo"] = "true",
        ["Portal:Access:SignInsPerMinute"] = "1000",
    };

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

    /// <summary>Beside the demo a second practice, without anything: where there is only one, the start page leads on to it.</summary>
    protected override async Task Seed()
    {
        await DemoIsReady();
        using var system = CallerScope.Use(Caller.System("elm"));
        var card = new PracticeCard { Slug = "elm", Name = "Elm Street Dental", Phone = "555-010-3000", PatientFacingUrl = "https://elm.example" };
        Assert.Empty((await Grain<IPracticeGrain>("elm", IPracticeGrain.Id).SaveProfile(new("seed", card))).Problems);
    }

    /// <summary>A person with an own browser profile.</summary>
    public async Task<Person> NewPerson(BrowserNewContextOptions? options = null)
    {
        var context = await NewContext(options ?? new());
        return new Person(await context.NewPageAsync().WaitAsync(Hang), () => Close(context));
    }

    /// <summary>
    /// A new tab of a person, or of nobody, who only looks: its profile and what it has loaded is kept from one test to the
    /// next. Its pages have axe from their beginning: to send it into a page that is there takes longer than all its work.
    /// </summary>
    public async Task<Person> Tab(string userName)
    {
        if (!_profiles.TryGetValue(userName, out var profile))
        {
            _profiles[userName] = profile = await NewContext(new() { StorageState = userName.Length > 0 ? await CookiesOf(userName) : null });
            await profile.AddInitScriptAsync(Person.Axe.Value);
        }

        var page = await profile.NewPageAsync().WaitAsync(Hang);
        return new Person(page, () => page.CloseAsync().WaitAsync(Hang));
    }

    /// <summary>Ends a person's browser profile. A browser that does not come to an end of it is given up for the next person.</summary>
    private async Task Close(IBrowserContext context)
    {
        try
        {
            await context.CloseAsync().WaitAsync(Hang);
        }
        catch (TimeoutException)
        {
            Console.WriteLine("Chromium did not close a profile within a minute; the next person gets a new one.");
            _browser = null;
            _profiles.Clear();
        }
    }

    /// <summary>A person who has signed in to the demo practice: once, for several browsers.</summary>
    public async Task<Person> SignedIn(string userName, BrowserNewContextOptions? options = null)
    {
        options ??= new();
        options.StorageState = await CookiesOf(userName);
        return await NewPerson(options);
    }

    /// <summary>The person's sign-ins have ended.</summary>
    public void Forget(string userName) => _signedIn.Remove(userName);

    private async Task<string> CookiesOf(string userName)
    {
        if (_signedIn.TryGetValue(userName, out var known) && TimeProvider.System.GetElapsedTime(known.At) < SignInLasts)
            return known.Cookies;
        await using var person = await NewPerson();
        await person.SignIn(userName);
        var cookies = await person.Page.Context.StorageStateAsync();
        _signedIn[userName] = (cookies, TimeProvider.System.GetTimestamp());
        return cookies;
    }

    private async Task<IBrowserContext> NewContext(BrowserNewContextOptions options)
    {
        options.BaseURL = Address.ToString();
        options.Locale = "en-US";
        options.ReducedMotion = ReducedMotion.Reduce;
        options.ViewportSize ??= new() { Width = 1280, Height = 900 };
        _browser ??= await Launch();
        var context = await _browser.NewContextAsync(options).WaitAsync(Hang);
        context.SetDefaultTimeout(20_000);
        return context;
    }

    private Task<IBrowser> Launch() => _playwright!.Chromium.LaunchAsync(new()
    {
        ExecutablePath = ChromiumProgram.Path,
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
