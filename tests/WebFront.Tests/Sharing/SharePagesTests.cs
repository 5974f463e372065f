using System.Net;
using AngleSharp.Html.Parser;
using Portal.Grains.Interfaces.Sharing;
using Portal.WebFront.Demo;
using Portal.WebFront.Tests.Records;

namespace Portal.WebFront.Tests.Sharing;

/// <summary>The pages on which patients make and revoke links, without a script.</summary>
[Collection(DemoPortal.Name)]
public sealed class SharePagesTests(DemoPortal portal)
{
    [Fact]
    public async Task A_parent_makes_a_link_for_a_child_and_revokes_it()
    {
        var (browser, link) = await SharedLink.Make(portal, "emma.bennett", ("Input.PatientId", "p1002"), ("Input.Label", "School dentist"));
        using var _ = browser;
        Assert.Contains("It is shown only now", browser.Text, StringComparison.Ordinal);
        var bundle = link.Decrypt((string)(await link.Open())["embedded"]!);
        Assert.Contains(bundle["entry"]!.AsArray(), entry => (string)entry!["resource"]!["id"]! == "p1002");

        await browser.Open("/demo/share");
        Assert.Contains("Nobody can open the link any more, and it cannot be brought back.", CardOf(browser, link), StringComparison.Ordinal);
        await browser.Press($"#{IdOf(link)} form button");

        Assert.Contains("The link is revoked.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Revoked", CardOf(browser, link), StringComparison.Ordinal);
        Assert.Null(browser.Page.QuerySelector($"#{IdOf(link)} form"));
        using var dead = await link.Post(new { recipient = "Dr. Weber" });
        Assert.Equal(HttpStatusCode.NotFound, dead.StatusCode);
    }

    [Fact]
    public async Task Somebody_else_s_summary_is_not_shared_and_somebody_else_s_link_not_revoked()
    {
        var (owner, link) = await SharedLink.Make(portal, "emma.bennett");
        using var stranger = new PortalBrowser(portal.Address);
        await stranger.SignIn("demo", "minh.nguyen", DemoSignIns.Password);
        await stranger.Open("/demo/share/new");

        await stranger.Submit(new() { ["Input.Life"] = "Day", ["Input.PatientId"] = "p1000" });
        Assert.Contains("Choose whose summary to share.", stranger.Text, StringComparison.Ordinal);
        await stranger.Open("/demo/share");
        Assert.DoesNotContain(IdOf(link), stranger.Page.Source.Text, StringComparison.Ordinal);
        await owner.Open("/demo/share");
        using var form = new FormUrlEncodedContent(
        [
            new("id", IdOf(link)["link-".Length..]), new("RequestId", Ulid.NewUlid().ToString()),
            new("__RequestVerificationToken", stranger.Page.QuerySelector("meta[name='portal-antiforgery']")!.GetAttribute("content")!),
        ]);
        using var answer = await stranger.Http.PostAsync("/demo/share?handler=Revoke", form);

        Assert.Contains("This link is not there any more.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotNull((await link.Open())["embedded"]);
        owner.Dispose();
    }

    [Fact]
    public async Task The_same_form_sent_twice_shows_the_same_link()
    {
        var (browser, first) = await SharedLink.Make(portal, "eleanor.thompson");
        using var _ = browser;
        await browser.Open("/demo/share/new");
        var fields = browser.ValuesToSend("Input.Life");

        var shown = new List<SharedLink>();
        foreach (var label in new[] { "Once", "Once" })
        {
            fields["Input.Label"] = label;
            using var content = new FormUrlEncodedContent(fields);
            using var answer = await browser.Http.PostAsync("/demo/share/new", content);
            shown.Add(LinkIn(await answer.Content.ReadAsStringAsync()));
        }

        fields["Input.Label"] = "Another";
        using var changed = new FormUrlEncodedContent(fields);
        using var refused = await browser.Http.PostAsync("/demo/share/new", changed);

        Assert.Equal(shown[0].Text, shown[1].Text);
        Assert.NotEqual(first.Key, shown[0].Key);
        Assert.Contains("What you sent first was done", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await browser.Open("/demo/share");
        Assert.Single(browser.Page.QuerySelectorAll("h2"), head => head.TextContent == "Once");
    }

    /// <summary>Who typed blanks has no link that is open to everybody.</summary>
    [Theory]
    [InlineData("1234")]
    [InlineData("      ")]
    public async Task A_short_passcode_is_refused_in_words_beside_it(string passcode)
    {
        using var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", "eleanor.thompson", DemoSignIns.Password);
        await browser.Open("/demo/share/new");

        await browser.Submit(new() { ["Input.Life"] = "Day", ["Input.Passcode"] = passcode });

        Assert.Contains("The passcode needs 6 to 64 characters.", browser.Page.QuerySelector("#Input_Passcode-error")!.TextContent, StringComparison.Ordinal);
        Assert.Null(browser.Page.QuerySelector("#health-link"));
    }

    /// <summary>Landmarks of one name cannot be told apart.</summary>
    [Fact]
    public async Task Two_links_of_the_same_name_are_no_two_landmarks_of_that_name()
    {
        var (first, _) = await SharedLink.Make(portal, "eleanor.thompson", ("Input.Label", "Twin"));
        first.Dispose();
        var (browser, _) = await SharedLink.Make(portal, "eleanor.thompson", ("Input.Label", "Twin"));
        using var _ = browser;

        await browser.Open("/demo/share");

        Assert.Equal(2, browser.Page.QuerySelectorAll("h2").Count(head => head.TextContent == "Twin"));
        Assert.Empty(browser.Page.QuerySelectorAll("#health-links section[aria-labelledby]"));
    }

    [Fact]
    public async Task The_page_of_a_shared_summary_needs_no_sign_in_and_says_what_it_needs()
    {
        using var browser = new PortalBrowser(portal.Address);

        await browser.Open("/demo/shared");
        Assert.Equal((HttpStatusCode.OK, "/demo/shared"), (browser.Status, browser.Path));
        Assert.Contains("Please allow JavaScript", browser.Page.Source.Text, StringComparison.Ordinal);
        await browser.Open("/no-practice/shared");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
    }

    [Fact]
    public async Task Staff_have_no_links()
    {
        using var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", "grace.kim", DemoSignIns.Password);

        Assert.Equal(HttpStatusCode.NotFound, (await browser.Open("/demo/share")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Open("/demo/share/new")).Status);
    }

    private static string IdOf(SharedLink link) => $"link-{HealthLinkId.Of(link.Url[(link.Url.LastIndexOf('/') + 1)..])}";

    private static string CardOf(PortalBrowser browser, SharedLink link) => browser.Page.QuerySelector($"#{IdOf(link)}")!.TextContent;

    private static SharedLink LinkIn(string page) => SharedLink.Shown(new HtmlParser().ParseDocument(page));
}
