using Portal.WebFront.Demo;
using Portal.WebFront.Tests.Records;

namespace Portal.WebFront.Tests.Webmail;

/// <summary>What the staff do with a conversation, through the pages and without a script.</summary>
[Collection(DemoPortal.Name)]
public sealed class StaffWorkTests(DemoPortal portal)
{
    private static readonly byte[] _pdf = "%PDF-1.7 A letter."u8.ToArray();

    private static string Emma => DemoSignIns.Patients.Single(patient => patient.UserName == "emma.bennett").PatientId;

    [Fact]
    public async Task It_is_taken_given_to_a_colleague_and_put_back_for_all()
    {
        var (dentist, conversation) = await Begun("Whose is it");
        using var _ = dentist;
        await dentist.Open($"/demo/staff/inbox/{conversation}");
        Assert.Contains("Nobody has it", Chips(dentist), StringComparison.Ordinal);

        await dentist.Press("button[name='Input.UserId']");
        Assert.Contains("Dr. Priya Raman", Chips(dentist), StringComparison.Ordinal);
        await dentist.Submit(new() { ["Input.UserId"] = Colleague(dentist, "Rivera") }, "Assign");
        Assert.Contains("Rivera", Chips(dentist), StringComparison.Ordinal);
        await dentist.Submit(new() { ["Input.UserId"] = "" }, "Assign");

        Assert.Contains("Nobody has it", Chips(dentist), StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_a_page_that_is_old_it_is_not_taken_from_a_colleague_unasked()
    {
        var (dentist, conversation) = await Begun("Who was first");
        using var _ = dentist;
        using var desk = await SignedIn("tomas.rivera");
        await dentist.Open($"/demo/staff/inbox/{conversation}");
        await desk.Open($"/demo/staff/inbox/{conversation}");
        await desk.Press("button[name='Input.UserId']");

        await dentist.Press("button[name='Input.UserId']");

        Assert.Contains("has this conversation now", dentist.Page.QuerySelector(".error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Rivera", Chips(dentist), StringComparison.Ordinal);
        await desk.Open($"/demo/staff/inbox/{conversation}");
        Assert.Contains("Rivera", Chips(desk), StringComparison.Ordinal);
        await dentist.Press("button[name='Input.UserId']");
        Assert.Contains("Dr. Priya Raman", Chips(dentist), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_colleague_who_does_not_work_here_is_refused_beside_the_choice()
    {
        var (dentist, conversation) = await Begun("Given to a stranger");
        using var _ = dentist;
        await dentist.Open($"/demo/staff/inbox/{conversation}");

        await dentist.Submit(new() { ["Input.UserId"] = "staff-of-another-practice" }, "Assign");

        Assert.Contains("Choose a person who works here.", dentist.Text, StringComparison.Ordinal);
        ErrorsLeadToTheirFields(dentist);
    }

    [Fact]
    public async Task It_is_done_and_reopened_by_a_button()
    {
        var (dentist, conversation) = await Begun("Done too early");
        using var _ = dentist;
        await dentist.Open($"/demo/staff/inbox/{conversation}");

        await dentist.Press("button[name=done]");
        Assert.Equal("Done", dentist.Page.QuerySelector("#thread-head .chip")!.TextContent.Trim());
        await dentist.Open("/demo/staff/inbox?work=Done");
        Assert.NotNull(dentist.Page.QuerySelector($"#row-{conversation}"));
        await dentist.Open($"/demo/staff/inbox/{conversation}");
        await dentist.Press("button[name=done]");

        Assert.Equal("Needs an answer", dentist.Page.QuerySelector("#thread-head .chip")!.TextContent.Trim());
    }

    [Fact]
    public async Task Each_side_marks_it_unread_by_a_button()
    {
        var (dentist, conversation) = await Begun("Read again later");
        using var _ = dentist;
        using var patient = await SignedIn("emma.bennett");
        await dentist.Open($"/demo/staff/inbox/{conversation}");
        await dentist.Open("/demo/staff/inbox");
        Assert.DoesNotContain("message-row-unread", Row(dentist, conversation), StringComparison.Ordinal);

        await dentist.Open($"/demo/staff/inbox/{conversation}");
        await dentist.Press("form[action*='handler=Unread'] button");
        Assert.StartsWith("/demo/staff/inbox?", dentist.Path, StringComparison.Ordinal);
        Assert.Contains("message-row-unread", Row(dentist, conversation), StringComparison.Ordinal);
        await patient.Open($"/demo/webmail/{conversation}");
        await patient.Press("button[formaction*='handler=Unread']");

        Assert.Contains("message-row-unread", Row(patient, conversation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Marked_as_unread_it_stays_so_in_the_page_that_is_being_left_and_in_others_that_show_it()
    {
        var (dentist, conversation) = await Begun("Left unread");
        using var _ = dentist;
        using var patient = await SignedIn("emma.bennett");
        foreach (var (reader, page, button) in new[]
        {
            (dentist, $"/demo/staff/inbox/{conversation}", "form[action*='handler=Unread'] button"),
            (patient, $"/demo/webmail/{conversation}", "button[formaction*='handler=Unread']"),
        })
        {
            await reader.Open(page);
            await reader.Press(button);
            await Refresh(reader, page);

            Assert.Contains("message-row-unread", Row(await reader.Open(page[..page.LastIndexOf('/')]), conversation), StringComparison.Ordinal);
            await reader.Open(page);
            Assert.DoesNotContain("message-row-unread", Row(await reader.Open(page[..page.LastIndexOf('/')]), conversation), StringComparison.Ordinal);
        }

        await patient.Open($"/demo/webmail/{conversation}");
        await patient.Press("button[formaction*='handler=Unread']");
        await dentist.Open($"/demo/staff/inbox/{conversation}");
        await dentist.Submit(new() { ["Input.Body"] = "And one more thing." });
        await Refresh(patient, $"/demo/webmail/{conversation}");
        Assert.DoesNotContain("message-row-unread", Row(await patient.Open("/demo/webmail"), conversation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_is_done_comes_back_to_the_list_beside_it()
    {
        var (dentist, conversation) = await Begun("In the list of all");
        using var _ = dentist;
        await dentist.Open($"/demo/staff/inbox/{conversation}?box=all&work=All");

        await dentist.Press("button[name='Input.UserId']");
        Assert.EndsWith("?Box=all&Work=All", dentist.Path, StringComparison.Ordinal);
        await dentist.Submit(new() { ["Input.UserId"] = Colleague(dentist, "Rivera") }, "Assign");
        Assert.EndsWith("?Box=all&Work=All", dentist.Path, StringComparison.Ordinal);
        await dentist.Press("button[name=done]");
        Assert.EndsWith("?Box=all&Work=All", dentist.Path, StringComparison.Ordinal);
        await dentist.Upload(new() { ["Input.Body"] = "For us." }, "Note");
        Assert.EndsWith("?Box=all&Work=All", dentist.Path, StringComparison.Ordinal);
        await dentist.Press("form[action*='handler=Unread'] button");
        Assert.EndsWith("?Box=all&Work=All", dentist.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_note_and_its_file_stay_with_the_practice()
    {
        var (dentist, conversation) = await Begun("Something to note");
        using var _ = dentist;
        using var patient = await SignedIn("emma.bennett");
        await dentist.Open($"/demo/staff/inbox/{conversation}");

        await dentist.Upload(new() { ["Input.Body"] = "Her insurer wrote." }, "Note", ("letter.pdf", _pdf));

        var note = dentist.Page.QuerySelector(".bubble-note")!;
        Assert.Contains("Her insurer wrote.", note.TextContent, StringComparison.Ordinal);
        var href = note.QuerySelector("a.file")!.GetAttribute("href")!;
        Assert.Equal(_pdf, await dentist.Http.GetByteArrayAsync(href));
        await patient.Open($"/demo/webmail/{conversation}");
        Assert.DoesNotContain("insurer", patient.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("letter.pdf", patient.Text, StringComparison.Ordinal);
        await patient.Open(href.Replace("/staff/inbox/", "/webmail/", StringComparison.Ordinal));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, patient.Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Note")]
    public async Task A_file_that_cannot_be_taken_is_told_beside_the_files(string? handler)
    {
        var (dentist, conversation) = await Begun($"A bad file {handler}");
        using var _ = dentist;
        await dentist.Open($"/demo/staff/inbox/{conversation}");

        await dentist.Upload(new() { ["Input.Body"] = "With a file." }, handler, ("page.pdf", "<script>"u8.ToArray()));

        Assert.Contains("page.pdf cannot be attached", dentist.Text, StringComparison.Ordinal);
        Assert.Contains("With a file.", dentist.Page.QuerySelector("textarea")!.TextContent, StringComparison.Ordinal);
        ErrorsLeadToTheirFields(dentist);
    }

    [Fact]
    public async Task A_new_message_with_a_bad_file_tells_it_beside_the_files()
    {
        using var desk = await SignedIn("tomas.rivera");
        await desk.Open($"/demo/staff/inbox/compose?patient={Emma}");

        await desk.Upload(new() { ["Input.Subject"] = "Plan", ["Input.Body"] = "See it." }, ("page.pdf", "<script>"u8.ToArray()));

        Assert.Contains("page.pdf cannot be attached", desk.Text, StringComparison.Ordinal);
        ErrorsLeadToTheirFields(desk);
    }

    [Fact]
    public async Task The_practice_begins_a_conversation_and_the_patient_reads_it()
    {
        var subject = $"Your plan {Ulid.NewUlid()}";
        using var desk = await SignedIn("tomas.rivera");
        using var patient = await SignedIn("emma.bennett");
        await desk.Open($"/demo/staff/inbox/compose?patient={Emma}");

        await desk.Upload(new() { ["Input.Subject"] = subject, ["Input.Body"] = "It is attached." }, ("plan.pdf", _pdf));

        Assert.Contains("Your message was sent.", desk.Text, StringComparison.Ordinal);
        await patient.Open("/demo/webmail");
        var row = patient.Page.QuerySelectorAll(".message-row").First(row => row.TextContent.Contains(subject, StringComparison.Ordinal));
        await patient.Open(row.GetAttribute("href")!);
        Assert.Contains("It is attached.", patient.Text, StringComparison.Ordinal);
        Assert.Contains("plan.pdf", patient.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_who_watches_pools_has_a_box_of_what_was_written_to_the_provider()
    {
        using var dentist = await SignedIn("hannah.lindqvist");
        using var patient = await SignedIn("eleanor.thompson");
        var toDentist = await Write(patient, "To the dentist", "provider:prov-4");
        var toPool = await Write(patient, "To the front desk", "pool:front-desk");
        await dentist.Open("/demo/staff/inbox");
        Assert.NotNull(dentist.Page.QuerySelector($"#row-{toPool}"));

        var own = dentist.Page.QuerySelectorAll("nav[aria-label=Inboxes] a").Single(link => link.TextContent.Trim() == "Written to me");
        await dentist.Open(own.GetAttribute("href")!);

        Assert.NotNull(dentist.Page.QuerySelector($"#row-{toDentist}"));
        Assert.Null(dentist.Page.QuerySelector($"#row-{toPool}"));
        Assert.Equal("Written to me", dentist.Page.QuerySelector("nav[aria-label=Inboxes] a[aria-current]")!.TextContent.Trim());
    }

    /// <summary>A patient has written to the dentist, who has signed in.</summary>
    private async Task<(PortalBrowser Dentist, string Conversation)> Begun(string subject)
    {
        using var patient = await SignedIn("emma.bennett");
        return (await SignedIn("priya.raman"), await Write(patient, subject, "provider:prov-1"));
    }

    private static async Task<string> Write(PortalBrowser patient, string subject, string to)
    {
        subject = $"{subject} {Ulid.NewUlid()}";
        await patient.Open("/demo/webmail/compose");
        await patient.Submit(new() { ["Input.To"] = to, ["Input.Subject"] = subject, ["Input.Body"] = "What is next?" });
        var row = patient.Page.QuerySelectorAll(".message-row").First(row => row.TextContent.Contains(subject, StringComparison.Ordinal));
        return row.Id!["row-".Length..];
    }

    private async Task<PortalBrowser> SignedIn(string userName) =>
        await new PortalBrowser(portal.Address).SignIn("demo", userName, DemoSignIns.Password);

    private static string Colleague(PortalBrowser browser, string name) => browser.Page
        .QuerySelectorAll("select[name='Input.UserId'] option")
        .Single(option => option.TextContent.Contains(name, StringComparison.Ordinal)).GetAttribute("value")!;

    private static string Chips(PortalBrowser browser) =>
        string.Join("; ", browser.Page.QuerySelectorAll("#thread-head .chip").Select(chip => chip.TextContent.Trim()));

    private static string Row(PortalBrowser browser, string conversation) => browser.Page.QuerySelector($"#row-{conversation}")!.ClassName!;

    /// <summary>Each error of the summary names a control that is there, says that it is wrong, and is described by the error.</summary>
    private static void ErrorsLeadToTheirFields(PortalBrowser browser)
    {
        var links = browser.Page.QuerySelectorAll(".error-summary a");
        Assert.NotEmpty(links);
        Assert.All(links, link =>
        {
            var control = browser.Page.QuerySelector(link.GetAttribute("href")!);
            Assert.Equal("true", control?.GetAttribute("aria-invalid"));
            var described = control!.GetAttribute("aria-describedby")!.Split(' ').Select(id => browser.Page.GetElementById(id)!.TextContent);
            Assert.Contains(described, text => text.Contains(link.TextContent, StringComparison.Ordinal));
        });
    }

    /// <summary>What the script of an open page asks for, before the eyes of a person.</summary>
    private static async Task Refresh(PortalBrowser reader, string page)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, page) { Headers = { { "X-Portal-Fragment", "1" }, { "X-Portal-Visible", "1" } } };
        using var response = await reader.Http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }
}
