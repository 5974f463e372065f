using Microsoft.Playwright;
using Portal.WebFront.Demo;

namespace Portal.Cluster.Tests;

/// <summary>Two people in two real browsers, each at another web front.</summary>
[Collection(SharedCluster.Name)]
public sealed class ChromiumTests(PortalCluster cluster) : IAsyncLifetime
{
    private const float Patience = 60_000;
    private IPlaywright _playwright = null!;
    private IBrowser _chromium = null!;

    public async Task InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _chromium = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = ChromiumProgram.Path,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    public async Task DisposeAsync()
    {
        await _chromium.DisposeAsync();
        _playwright.Dispose();
    }

    [Fact]
    public Task A_message_and_its_answer_cross_from_browser_to_browser() => cluster.Told(async () =>
    {
        const string Subject = "Seen without a reload";
        var staff = await SignIn(cluster.Fronts[1], "tomas.rivera");
        await staff.GotoAsync(At(cluster.Fronts[1], "staff/inbox"));
        var patient = await SignIn(cluster.Fronts[0], "emma.bennett");
        await patient.GotoAsync(At(cluster.Fronts[0], "webmail/compose"));
        await patient.Locator("[name='Input.To']").SelectOptionAsync("pool:front-desk");
        await patient.Locator("[name='Input.Subject']").FillAsync(Subject);
        await patient.Locator("[name='Input.Body']").FillAsync("Do you see this at once?");
        await patient.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();

        var row = staff.Locator("#mail-list").GetByText(Subject);
        await Shown(row);
        await row.ClickAsync();
        await Shown(staff.Locator("#thread").GetByText("Do you see this at once?"));
        await patient.Locator("#mail-list").GetByText(Subject).ClickAsync();
        await Shown(patient.Locator("#thread").GetByText("Do you see this at once?"));
        await staff.Locator("[name='Input.Body']").FillAsync("At once.");
        await staff.GetByRole(AriaRole.Button, new() { Name = "Send answer" }).ClickAsync();

        await Shown(patient.Locator("#thread").GetByText("At once.", new() { Exact = true }));
    });

    private async Task<IPage> SignIn(PortalNode front, string userName)
    {
        var context = await _chromium.NewContextAsync();
        context.SetDefaultTimeout(Patience);
        var page = await context.NewPageAsync();
        await page.GotoAsync(At(front, "sign-in"));
        await page.Locator("[name='Input.UserName']").FillAsync(userName);
        await page.Locator("[name='Input.Password']").FillAsync(DemoSignIns.Password);
        await page.Locator("[name='Input.Password']").PressAsync("Enter");
        await page.WaitForURLAsync(address => !address.Contains("sign-in", StringComparison.Ordinal));
        return page;
    }

    private static string At(PortalNode front, string path) => new Uri(front.Address, $"/{PortalCluster.Practice}/{path}").ToString();

    private static Task Shown(ILocator element) => Assertions.Expect(element).ToBeVisibleAsync(new() { Timeout = Patience });
}
