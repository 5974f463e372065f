using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using Portal.WebFront.Demo;

namespace Portal.Browser.Tests;

/// <summary>Somebody at a browser. What the browser complains of on its console fails the test at the end.</summary>
public sealed class Person : IAsyncDisposable
{
    private const string Run = """
        async rules => {
          const result = await axe.run(document, { runOnly: rules, resultTypes: ['violations'] });
          return result.violations.map(fault => `${fault.id} at ${fault.nodes.map(node => node.target.join(' ')).join(', ')}`);
        }
        """;

    /// <summary>The script that finds the faults of a page.</summary>
    public static readonly Lazy<string> Axe = new(ReadAxe);

    private readonly Func<Task> _leave;
    private readonly List<string> _complaints = [];
    private readonly List<Predicate<string>> _forgiven = [];

    /// <param name="page">What the person looks at.</param>
    /// <param name="leave">Closes it, at the end.</param>
    public Person(IPage page, Func<Task> leave)
    {
        _leave = leave;
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

    /// <summary>Run in the page itself, which has no frames, and told of faults only: what is in order is a long report.</summary>
    private async Task HasNoFault(string kind, params string[] rules)
    {
        if (!await Page.EvaluateAsync<bool>("'axe' in window"))
            await Page.EvaluateAsync(Axe.Value);
        // Colours on their way from one scheme to the other are nobody's to read.
        await Page.EvaluateAsync("() => Promise.allSettled(document.getAnimations().filter(one => one instanceof CSSTransition).map(one => one.finished))");
        var faults = await Page.EvaluateAsync<string[]>(Run, new { type = kind, values = rules });
        Assert.True(faults.Length == 0, $"{Page.Url}: {string.Join("; ", faults)}");
    }

    /// <summary>Nothing is wider than the window.</summary>
    public async Task FitsTheWindow()
    {
        var over = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(over <= 0, $"{Page.Url} is {over} px wider than the window.");
    }

    public async ValueTask DisposeAsync()
    {
        await _leave();
        Assert.DoesNotContain(_complaints, complaint => !_forgiven.Any(expected => expected(complaint)));
    }

    private static string ReadAxe()
    {
        using var script = typeof(AxeRunOptions).Assembly.GetManifestResourceStream("Deque.AxeCore.Commons.Resources.axe.min.js")!;
        return new StreamReader(script).ReadToEnd();
    }
}
