using Portal.WebFront.Demo;
using Portal.WebFront.Tests.Records;

namespace Portal.WebFront.Tests.Webmail;

/// <summary>What somebody looks for in the mail is found without a script, and never stands in an address.</summary>
[Collection(DemoPortal.Name)]
public sealed class MailSearchTests(DemoPortal portal)
{
    private const int OnPage = 25;

    [Theory]
    [InlineData("emma.bennett", "/demo/webmail")]
    [InlineData("priya.raman", "/demo/staff/inbox")]
    public async Task A_word_is_found_on_both_sides(string userName, string path)
    {
        var word = $"molar{Ulid.NewUlid()}";
        using var patient = await SignedIn("emma.bennett");
        await Write(patient, $"About my {word}", "provider:prov-1");
        await Write(patient, "Something else", "provider:prov-1");
        using var browser = await SignedIn(userName);
        await browser.Open(path);

        await browser.Submit(new() { ["q"] = word }, path);

        Assert.Equal(path, browser.Path);
        Assert.Contains(word, Assert.Single(browser.Page.QuerySelectorAll("#mail-list .message-row")).TextContent, StringComparison.Ordinal);
        Assert.All(browser.Page.QuerySelectorAll("a"), link => Assert.DoesNotContain(word, link.GetAttribute("href"), StringComparison.OrdinalIgnoreCase));
        await browser.Open($"{path}?q={word}");
        Assert.True(browser.Page.QuerySelectorAll("#mail-list .message-row").Length > 1);
    }

    [Fact]
    public async Task The_pages_of_what_was_found_keep_the_word()
    {
        var word = $"crown{Ulid.NewUlid()}";
        using var patient = await SignedIn("minh.nguyen");
        for (var i = 0; i <= OnPage; i++)
            await Write(patient, $"{word} {i}", "pool:front-desk");
        await Write(patient, "Something else", "pool:front-desk");
        await patient.Open("/demo/webmail?folder=Sent");

        await patient.Submit(new() { ["q"] = word, ["folder"] = "Sent" });
        Assert.Equal(OnPage, patient.Page.QuerySelectorAll("#mail-list .message-row").Length);
        await patient.Press(".pager button[name=after]");

        Assert.Contains($"{word} 0", Assert.Single(patient.Page.QuerySelectorAll("#mail-list .message-row")).TextContent, StringComparison.Ordinal);
        Assert.Equal("/demo/webmail", patient.Path);
        Assert.Equal("page", patient.Page.QuerySelector("a[href$='folder=Sent']")!.GetAttribute("aria-current"));
    }

    [Fact]
    public async Task Staff_finds_the_patient_to_write_to()
    {
        using var desk = await SignedIn("tomas.rivera");
        await desk.Open("/demo/staff/inbox/compose");

        await desk.Submit(new() { ["find"] = "bennett, emma" });

        Assert.DoesNotContain("bennett", desk.Path, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Bennett, Emma", desk.Page.QuerySelector("#found")!.TextContent, StringComparison.Ordinal);
        await desk.Submit(new() { ["find"] = "zzzz" });
        Assert.Contains("Nobody was found", desk.Page.QuerySelector("#found")!.TextContent, StringComparison.Ordinal);
    }

    private async Task<PortalBrowser> SignedIn(string userName) =>
        await new PortalBrowser(portal.Address).SignIn("demo", userName, DemoSignIns.Password);

    private static async Task Write(PortalBrowser patient, string subject, string to)
    {
        await patient.Open("/demo/webmail/compose");
        await patient.Submit(new() { ["Input.To"] = to, ["Input.Subject"] = subject, ["Input.Body"] = "A question." });
        Assert.Contains("Your message was sent.", patient.Text, StringComparison.Ordinal);
    }
}
