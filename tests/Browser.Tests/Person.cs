using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Portal.WebFront.Demo;

namespace Portal.Browser.Tests;

/// <summary>Somebody at a browser. What the browser complains of on its console fails the test at the end.</summary>
public sealed class Person : IAsyncDisposable
{
    private readonly Chromium _chromium;
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];
    private readonly List<Predicate<string>> _forgiven = [];

    public Person(Chromium chromium, IBrowserContext context, IPage page)
    {
        _chromium = chromium;
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                _complaints.Add(message.Text);
        };
        page.PageError += (_, error) => _complaints.Add(error);
    }

    public IPage Page { get; }

    /// <summary>Complaints that the test expects, such as a lost connection that it made itself; those still to come too.</summary>
    public void Forgive(Predicate<string> expected) => _forgiven.Add(expected);

    public async Task SignIn(string userName, string password = DemoSignIns.Password)
    {
        await Page.GotoAsync("/demo/sign-in");
        await Page.GetByLabel("User name").FillAsync(userName);
        await Page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Page.WaitForURLAsync(address => !address.Contains("/sign-in", StringComparison.Ordinal));
    }

    /// <summary>The live connection stands: what others do will show up from now on.</summary>
    public Task Connected() => Assertions.Expect(Page.Locator("html")).ToHaveAttributeAsync("data-connection", "live");

    /// <summary>No fault of WCAG 2.2 A and AA that a machine can find.</summary>
    public Task IsAccessible() => HasNoFault("tag", "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

    /// <summary>Text can be told from what is behind it: of all rules the one that another colour scheme can break.</summary>
    public Task HasContrast() => HasNoFault("rule", "color-contrast");

    private async Task HasNoFault(string kind, params string[] rules)
    {
        var result = await Page.RunAxe(new AxeRunOptions { RunOnly = new() { Type = kind, Values = [.. rules] } });
        var faults = result.Violations.Select(fault => $"{fault.Id} at {string.Join(", ", fault.Nodes.Select(node => node.Target))}");
        Assert.True(result.Violations.Length == 0, $"{Page.Url}: {string.Join("; ", faults)}");
    }

    /// <summary>Nothing is wider than the window.</summary>
    public async Task FitsTheWindow()
    {
        var over = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(over <= 0, $"{Page.Url} is {over} px wider than the window.");
    }

    public async ValueTask DisposeAsync()
    {
        await _chromium.Close(_context);
        Assert.DoesNotContain(_complaints, complaint => !_forgiven.Any(expected => expected(complaint)));
    }
}
