using System.Net;
using Portal.WebFront.Demo;
using Portal.WebFront.Tests.Records;
using Portal.WebFront.Tests.Smart;

namespace Portal.WebFront.Tests.Webmail;

[Collection(DemoPortal.Name)]
public sealed class DraftTests(DemoPortal portal)
{
    [Fact]
    public async Task A_draft_is_kept_for_its_writer_until_it_is_sent()
    {
        using var patient = await new PortalBrowser(portal.Address).SignIn("demo", "eleanor.thompson", DemoSignIns.Password);
        using var other = await new PortalBrowser(portal.Address).SignIn("demo", "minh.nguyen", DemoSignIns.Password);
        await patient.Open("/demo/webmail/compose");
        await patient.Submit(new() { ["Input.Subject"] = "Half a thought", ["Input.Body"] = "I wanted" }, "KeepDraft");

        await patient.Open("/demo/webmail/compose");
        await other.Open("/demo/webmail/compose");
        Assert.Equal("I wanted", Body(patient));
        Assert.Equal("", Body(other));
        await patient.Submit(new() { ["Input.To"] = "pool:front-desk", ["Input.Body"] = "I wanted to ask." });

        Assert.Contains("Your message was sent.", patient.Text, StringComparison.Ordinal);
        await patient.Open("/demo/webmail/compose");
        Assert.Equal("", Body(patient));
    }

    [Fact]
    public async Task A_draft_that_comes_back_says_so_and_can_be_begun_anew()
    {
        using var patient = await new PortalBrowser(portal.Address).SignIn("demo", "minh.nguyen", DemoSignIns.Password);
        await patient.Open("/demo/webmail/compose");
        Assert.DoesNotContain("This is your draft", patient.Text, StringComparison.Ordinal);
        await patient.Submit(new() { ["Input.Subject"] = "Half a thought", ["Input.Body"] = "I wanted" }, "KeepDraft");

        await patient.Open("/demo/webmail/compose");
        Assert.Contains("This is your draft, kept today at ", patient.Text, StringComparison.Ordinal);
        await patient.Submit([], "Anew");

        Assert.Equal("/demo/webmail/compose", patient.Path);
        Assert.Equal("", Body(patient));
        Assert.Contains("Your draft was thrown away.", patient.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("This is your draft", patient.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_keeps_whom_it_is_about_whatever_link_leads_to_it()
    {
        using var patient = await new PortalBrowser(portal.Address).SignIn("demo", "minh.nguyen", DemoSignIns.Password);
        await patient.Open("/demo/account/family");
        var link = patient.Page.QuerySelectorAll("a[href*='compose?about=']").Select(one => one.GetAttribute("href")!).First(href => !href.EndsWith(DemoPerson.Minh, StringComparison.Ordinal));
        await patient.Open("/demo/webmail/compose");
        await patient.Submit(new() { ["Input.PatientId"] = DemoPerson.Minh, ["Input.Subject"] = "About me", ["Input.Body"] = "I wanted" }, "KeepDraft");
        await patient.Open("/demo/webmail");
        Assert.Contains("A message is not sent yet: About me", patient.Text, StringComparison.Ordinal);
        await patient.Open("/demo");
        Assert.Contains("Go on with your message", patient.Text, StringComparison.Ordinal);

        await patient.Open(link);
        Assert.Equal(DemoPerson.Minh, About(patient));
        Assert.Contains("begin anew.", patient.Page.QuerySelector(".draft")!.TextContent, StringComparison.Ordinal);
        await patient.Submit([], "Anew");

        Assert.Equal(link.Split('=')[^1], About(patient));
        Assert.Equal("", Body(patient));
        await patient.Open("/demo/webmail");
        Assert.DoesNotContain("is not sent yet", patient.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_writes_to_one_while_a_letter_to_another_is_begun_hears_that_it_takes_its_place()
    {
        using var desk = await new PortalBrowser(portal.Address).SignIn("demo", "nadia.haddad", DemoSignIns.Password);
        await desk.Open($"/demo/staff/inbox/compose?patient={DemoPerson.Minh}");
        var form = desk.ValuesToSend("Input.Body");
        form["Input.Body"] = "Dear Minh";
        using (var content = new FormUrlEncodedContent(form))
            await desk.Http.PostAsync("/demo/staff/inbox/compose?handler=Draft", content);

        await desk.Open("/demo/staff/inbox");
        Assert.Contains("A message is not sent yet", desk.Text, StringComparison.Ordinal);
        await desk.Open("/demo/staff/inbox/compose?patient=p1003");
        Assert.Contains("What you write here takes its place.", desk.Text, StringComparison.Ordinal);
        await desk.Open(desk.Page.QuerySelector("main .banner a")!.GetAttribute("href")!);

        Assert.Equal("Dear Minh", Body(desk));
    }

    [Fact]
    public async Task A_draft_of_an_answer_says_so_too_to_patient_and_staff()
    {
        using var patient = await new PortalBrowser(portal.Address).SignIn("demo", "minh.nguyen", DemoSignIns.Password);
        using var desk = await new PortalBrowser(portal.Address).SignIn("demo", "tomas.rivera", DemoSignIns.Password);
        var path = await Begin(patient, "Two drafts");
        await patient.Open(path);
        await patient.Submit(new() { ["Input.Body"] = "One more" }, "KeepDraft");
        await patient.Submit([], "Anew");
        Assert.Equal((path, ""), (patient.Path, Body(patient)));

        var inbox = path.Replace("/webmail/", "/staff/inbox/", StringComparison.Ordinal);
        await desk.Open(inbox);
        await KeepTyped(desk, inbox, "Come in", HttpStatusCode.NoContent);
        await desk.Open(inbox);
        Assert.Contains("This is your draft, kept today at ", desk.Text, StringComparison.Ordinal);
        await desk.Submit([], "Anew");
        Assert.Equal("", Body(desk));
    }

    [Fact]
    public async Task A_save_that_was_under_way_does_not_bring_back_what_was_sent()
    {
        using var patient = await new PortalBrowser(portal.Address).SignIn("demo", "minh.nguyen", DemoSignIns.Password);
        var path = await Begin(patient, "Under way");
        await patient.Open(path);
        var page = patient.ValuesToSend("Input.Body");
        await patient.Submit(new() { ["Input.Body"] = "I will come." });

        await KeepTyped(patient, path, "I will come", HttpStatusCode.Conflict, page["RequestId"]);

        await patient.Open(path);
        Assert.Equal("", Body(patient));
    }

    [Fact]
    public async Task What_was_done_with_a_conversation_is_told_on_the_page_that_follows()
    {
        using var patient = await new PortalBrowser(portal.Address).SignIn("demo", "minh.nguyen", DemoSignIns.Password);
        using var desk = await new PortalBrowser(portal.Address).SignIn("demo", "tomas.rivera", DemoSignIns.Password);
        var path = await Begin(patient, "Told afterwards");

        await patient.Open(path);
        await patient.Submit([], "Unread");
        Assert.Contains("The conversation is marked as unread.", Told(patient), StringComparison.Ordinal);
        await patient.Open(path);
        await patient.Press("button[name=archived]");
        Assert.Contains("The conversation is in your archive.", Told(patient), StringComparison.Ordinal);
        await patient.Open(path);
        await patient.Press("button[name=archived]");
        Assert.Contains("The conversation is in your inbox again.", Told(patient), StringComparison.Ordinal);
        await patient.Open("/demo/webmail/compose");
        await patient.Submit([], "Discard");
        Assert.Contains("Your draft was thrown away.", Told(patient), StringComparison.Ordinal);
        await desk.Open(path.Replace("/webmail/", "/staff/inbox/", StringComparison.Ordinal));
        await desk.Submit([], "Unread");
        Assert.Contains("The conversation is marked as unread.", Told(desk), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_is_told_beside_its_field_and_what_was_written_stays()
    {
        using var patient = await new PortalBrowser(portal.Address).SignIn("demo", "minh.nguyen", DemoSignIns.Password);
        await patient.Open("/demo/webmail/compose");

        await patient.Submit(new() { ["Input.To"] = "pool:front-desk", ["Input.Subject"] = "", ["Input.Body"] = "A body without a subject" });

        Assert.Equal(HttpStatusCode.OK, patient.Status);
        Assert.Contains("Enter a subject.", patient.Text, StringComparison.Ordinal);
        Assert.Equal("A body without a subject", Body(patient));
    }

    [Fact]
    public async Task A_conversation_is_put_away_and_taken_back()
    {
        using var patient = await new PortalBrowser(portal.Address).SignIn("demo", "minh.nguyen", DemoSignIns.Password);
        await patient.Open("/demo/webmail/compose");
        await patient.Submit(new() { ["Input.To"] = "pool:front-desk", ["Input.Subject"] = "To be put away", ["Input.Body"] = "Thank you." });
        var row = patient.Page.QuerySelectorAll(".message-row").First(row => row.TextContent.Contains("To be put away", StringComparison.Ordinal));
        var path = $"/demo/webmail/{row.Id!["row-".Length..]}";

        await patient.Open(path);
        await patient.Press("button[name=archived]");
        Assert.DoesNotContain("To be put away", patient.Page.QuerySelector("#mail-list")!.TextContent, StringComparison.Ordinal);
        await patient.Open(path);
        await patient.Press("button[name=archived]");

        Assert.Contains("To be put away", patient.Page.QuerySelector("#mail-list")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_it_was_sent_is_told_even_when_another_part_of_the_page_refreshes_meanwhile()
    {
        using var patient = await new PortalBrowser(portal.Address).SignIn("demo", "minh.nguyen", DemoSignIns.Password);
        using var handler = new HttpClientHandler { CookieContainer = patient.Cookies, AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = portal.Address };
        await patient.Open("/demo/webmail/compose");
        var sent = patient.ValuesToSend("Input.Body");
        sent["Input.To"] = "pool:front-desk";
        sent["Input.Subject"] = "Between two pages";
        sent["Input.Body"] = "Sent while the list refreshes.";

        using var content = new FormUrlEncodedContent(sent);
        using var posted = await http.PostAsync("/demo/webmail/compose", content);
        using var refresh = new HttpRequestMessage(HttpMethod.Get, "/demo/webmail") { Headers = { { "X-Portal-Fragment", "1" } } };
        using var refreshed = await http.SendAsync(refresh);
        await patient.Open("/demo/webmail");

        Assert.Equal(HttpStatusCode.Redirect, posted.StatusCode);
        Assert.Equal(HttpStatusCode.OK, refreshed.StatusCode);
        Assert.Contains("Your message was sent.", patient.Text, StringComparison.Ordinal);
        await patient.Open("/demo/webmail");
        Assert.DoesNotContain("Your message was sent.", patient.Text, StringComparison.Ordinal);
    }

    private static async Task<string> Begin(PortalBrowser patient, string subject)
    {
        await patient.Open("/demo/webmail/compose");
        await patient.Submit(new() { ["Input.To"] = "pool:front-desk", ["Input.Subject"] = subject, ["Input.Body"] = "Thank you." });
        var row = patient.Page.QuerySelectorAll(".message-row").First(row => row.TextContent.Contains(subject, StringComparison.Ordinal));
        return $"/demo/webmail/{row.Id!["row-".Length..]}";
    }

    /// <summary>What the page's script does while somebody types.</summary>
    private static async Task KeepTyped(PortalBrowser browser, string path, string body, HttpStatusCode answered, string? requestId = null)
    {
        var fields = browser.ValuesToSend("Input.Body");
        fields["Input.Body"] = body;
        fields["RequestId"] = requestId ?? fields["RequestId"];
        using var content = new FormUrlEncodedContent(fields);
        using var response = await browser.Http.PostAsync($"{path}?handler=Draft", content);
        Assert.Equal(answered, response.StatusCode);
    }

    private static string Told(PortalBrowser browser) => browser.Page.QuerySelector("main [role=status]")?.TextContent ?? "";

    private static string? About(PortalBrowser browser) => browser.Page.QuerySelector("[name='Input.PatientId'] option[selected]")?.GetAttribute("value");

    private static string Body(PortalBrowser browser) => browser.Page.QuerySelector("textarea")!.TextContent.Trim();
}
