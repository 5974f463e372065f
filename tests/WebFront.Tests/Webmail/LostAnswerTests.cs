using System.Net;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Webmail;
using Portal.WebFront.Demo;
using Portal.WebFront.Tests.Records;

namespace Portal.WebFront.Tests.Webmail;

/// <summary>Whoever does what the page says after a lost answer sends a message once, and no correction gets lost.</summary>
public sealed class LostAnswerTests(LossyPortal portal) : IClassFixture<LossyPortal>
{
    private const string Post = "IConversationGrain.Post";
    private const string Start = "IConversationGrain.Start";
    private const string Discard = "IDraftGrain.Discard";
    private const string Save = "IDraftGrain.Save";

    [Theory]
    [InlineData(Post)]
    [InlineData(Discard)]
    public async Task A_reply_is_sent_once_by_going_back_and_sending_it_again(string lost)
    {
        using var patient = await portal.SignedIn("emma.bennett");
        var path = await Begin(patient, $"A reply and a lost {lost}");

        Lose(lost);
        await patient.Submit(new() { ["Input.Body"] = "Is nine possible?" });
        Assert.Equal(HttpStatusCode.ServiceUnavailable, patient.Status);
        await patient.Open(path);
        Assert.Equal("Is nine possible?", Written(patient));
        await SendAsItStands(patient);

        Assert.Equal(path, patient.Path);
        Assert.Equal(["What is next?", "Is nine possible?"], Thread(patient));
        Assert.Equal("", Written(patient));
    }

    [Theory]
    [InlineData("emma.bennett", "/demo/nowhere", "/demo/webmail")]
    [InlineData("emma.bennett", "/demo/webmail/none", "/demo/webmail")]
    [InlineData("emma.bennett", "/demo/staff/day", "/demo/webmail")]
    [InlineData("priya.raman", "/demo/staff/nowhere", "/demo/staff/inbox")]
    [InlineData("priya.raman", "/demo/staff/settings", "/demo/staff/inbox")]
    public async Task A_page_that_is_not_there_keeps_the_ways_of_whoever_is_signed_in(string who, string address, string way)
    {
        using var browser = await portal.SignedIn(who);

        await browser.Open(address);

        Assert.Equal((HttpStatusCode.NotFound, address), (browser.Status, browser.Path));
        Assert.NotNull(browser.Page.QuerySelector($"nav a[href='{way}']"));
        Assert.Contains("Maple", browser.Page.QuerySelector("header")!.TextContent, StringComparison.Ordinal);
        using var visitor = new PortalBrowser(portal.Address);
        await visitor.Open("/demo/nowhere");
        Assert.Null(visitor.Page.QuerySelector("nav"));
        Assert.Equal("/demo", visitor.Page.QuerySelector("main a.button")!.GetAttribute("href"));
        await visitor.Open("/no-such-practice/page");
        Assert.Equal("/", visitor.Page.QuerySelector("main a.button")!.GetAttribute("href"));
    }

    [Fact]
    public async Task A_failure_keeps_the_ways_of_whoever_is_signed_in_and_asks_nobody_for_them()
    {
        using var patient = await portal.SignedIn("emma.bennett");
        await Begin(patient, "A failure with ways on");
        portal.Lost.LoseAnswerOf(Post);

        await patient.Submit(new() { ["Input.Body"] = "Is nine possible?" });

        Assert.Equal(HttpStatusCode.ServiceUnavailable, patient.Status);
        Assert.NotNull(patient.Page.QuerySelector("nav a[href='/demo/webmail']"));
        Assert.Contains("Emma Bennett", patient.Page.QuerySelector("header")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Start)]
    [InlineData(Discard)]
    public async Task A_new_conversation_is_begun_once_by_going_back_and_sending_it_again(string lost)
    {
        using var patient = await portal.SignedIn("emma.bennett");
        var subject = $"A beginning and a lost {lost}";
        await patient.Open("/demo/webmail/compose");

        Lose(lost);
        await patient.Submit(new() { ["Input.To"] = "provider:prov-1", ["Input.Subject"] = subject, ["Input.Body"] = "What is next?" });
        await patient.Open("/demo/webmail/compose");
        Assert.Equal("What is next?", Written(patient));
        await SendAsItStands(patient);

        Assert.Contains("Your message was sent.", patient.Text, StringComparison.Ordinal);
        Assert.Single(patient.Page.QuerySelectorAll(".message-row"), row => row.TextContent.Contains(subject, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reply_is_sent_once_also_when_much_was_done_in_the_conversation_meanwhile()
    {
        using var patient = await portal.SignedIn("emma.bennett");
        using var dentist = await portal.SignedIn("priya.raman");
        var path = await Begin(patient, "Much was done meanwhile");
        portal.Lost.LoseAnswerOf(Post);
        await patient.Submit(new() { ["Input.Body"] = "Is nine possible?" });
        await dentist.Open(path.Replace("/webmail/", "/staff/inbox/", StringComparison.Ordinal));
        for (var act = 0; act < 17; act++)
            await dentist.Press("button[name=done]");

        await patient.Open(path);
        await SendAsItStands(patient);

        Assert.Equal(["What is next?", "Is nine possible?"], Thread(patient));
        Assert.Equal("", Written(patient));
    }

    [Fact]
    public async Task That_no_answer_came_is_told_also_when_the_draft_cannot_be_kept()
    {
        using var patient = await portal.SignedIn("emma.bennett");
        await Begin(patient, "Neither answer nor draft");

        portal.Lost.LoseAnswerOf(Post);
        portal.Lost.FailCallOf(Save, new Orleans.Runtime.OrleansException("The draft cannot be kept."));
        await patient.Submit(new() { ["Input.Body"] = "Is nine possible?" });

        Assert.Equal(HttpStatusCode.ServiceUnavailable, patient.Status);
        Assert.Contains("It is not known whether your last step was done.", patient.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_that_tells_of_a_lost_answer_sends_the_same_once_more()
    {
        using var patient = await portal.SignedIn("emma.bennett");
        var path = await Begin(patient, "Sent again from the error page");

        portal.Lost.LoseAnswerOf(Post);
        await patient.Submit(new() { ["Input.Body"] = "Is <nine> \"possible\"?" });
        Assert.Contains("It is not known whether your last step was done.", patient.Text, StringComparison.Ordinal);
        await patient.Press("main form button");

        Assert.Equal(path, patient.Path);
        Assert.Equal(["What is next?", "Is <nine> \"possible\"?"], Thread(patient));
    }

    [Fact]
    public async Task A_front_that_dies_after_the_write_leaves_the_draft_with_its_id()
    {
        using var patient = await portal.SignedIn("emma.bennett");
        var path = await Begin(patient, "A front dies");
        // What the script of the page keeps while somebody types, and what the front did before it died.
        await patient.Submit(new() { ["Input.Body"] = "Is nine possible?" }, "KeepDraft");
        var requestId = patient.ValuesToSend("Input.Body")["RequestId"];
        var conversation = portal.Grain<IConversationGrain>("demo", path.Split('/')[^1]);
        var caller = new Caller
        {
            Practice = "demo", Roles = Audience.Patient, UserId = PortalUserId.ForPatient("p1000"), PatientId = "p1000", Name = "Emma Bennett",
        };
        using (CallerScope.Use(caller))
            Assert.True((await conversation.Post(new(requestId, "Is nine possible?", [], Seen: null))).Succeeded);

        await patient.Open(path);
        await SendAsItStands(patient);

        Assert.Equal(["What is next?", "Is nine possible?"], Thread(patient));
    }

    [Fact]
    public async Task A_text_that_was_changed_after_a_lost_answer_is_kept_and_told_and_sent_on_demand()
    {
        using var patient = await portal.SignedIn("emma.bennett");
        var path = await Begin(patient, "Changed after a lost answer");
        portal.Lost.LoseAnswerOf(Post);
        await patient.Submit(new() { ["Input.Body"] = "At nine." });
        await patient.Open(path);

        await patient.Submit(new() { ["Input.Body"] = "At ten." });

        Assert.Contains("What you sent first is in the conversation; what you sent now is not.", patient.Text, StringComparison.Ordinal);
        Assert.Equal(["What is next?", "At nine."], Thread(patient));
        Assert.Equal("At ten.", Written(patient));
        await patient.Open(path);
        Assert.Equal("At ten.", Written(patient));
        portal.Lost.LoseAnswerOf(Post);
        await SendAsItStands(patient);
        await patient.Open(path);
        await SendAsItStands(patient);
        Assert.Equal(["What is next?", "At nine.", "At ten."], Thread(patient));
    }

    [Fact]
    public async Task A_first_message_that_was_changed_after_a_lost_answer_is_shown_as_it_was_sent()
    {
        using var patient = await portal.SignedIn("emma.bennett");
        await patient.Open("/demo/webmail/compose");
        portal.Lost.LoseAnswerOf(Start);
        await patient.Submit(new() { ["Input.To"] = "provider:prov-1", ["Input.Subject"] = "First as it was", ["Input.Body"] = "At nine." });
        await patient.Open("/demo/webmail/compose");

        await patient.Submit(new() { ["Input.Body"] = "At ten." });

        Assert.Contains("What you sent first is in the conversation; what you sent now is not.", patient.Text, StringComparison.Ordinal);
        Assert.Equal("At nine.", Assert.Single(patient.Page.QuerySelectorAll(".banner .bubble-body")).TextContent);
        Assert.Equal("At ten.", Written(patient));
        await patient.Open(patient.Page.QuerySelector(".banner a")!.GetAttribute("href")!);
        Assert.Equal(["At nine."], Thread(patient));
    }

    [Fact]
    public async Task What_was_sent_first_is_shown_also_when_much_followed_it()
    {
        using var patient = await portal.SignedIn("emma.bennett");
        await patient.Open("/demo/webmail/compose");
        portal.Lost.LoseAnswerOf(Start);
        await patient.Submit(new() { ["Input.To"] = "provider:prov-1", ["Input.Subject"] = "Much followed", ["Input.Body"] = "At nine." });
        await patient.Open("/demo/webmail/compose");
        var path = $"/demo/webmail/{patient.ValuesToSend("Input.Body")["RequestId"]}";
        using (var again = await portal.SignedIn("emma.bennett"))
        {
            for (var number = 0; number < 40; number++)
            {
                await again.Open(path);
                await again.Submit(new() { ["Input.Body"] = $"And {number}" });
            }
        }

        await patient.Submit(new() { ["Input.Body"] = "At ten." });

        Assert.Equal("At nine.", Assert.Single(patient.Page.QuerySelectorAll(".banner .bubble-body")).TextContent);
    }

    [Fact]
    public async Task An_answer_of_the_staff_with_a_file_is_sent_once_too()
    {
        using var patient = await portal.SignedIn("emma.bennett");
        using var dentist = await portal.SignedIn("priya.raman");
        var path = await Begin(patient, "A file and a lost answer");
        var inbox = path.Replace("/webmail/", "/staff/inbox/", StringComparison.Ordinal);
        var file = ("plan.pdf", "%PDF-1.7 A plan."u8.ToArray());
        await dentist.Open(inbox);

        portal.Lost.LoseAnswerOf(Post);
        await dentist.Upload(new() { ["Input.Body"] = "See the plan." }, file);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, dentist.Status);
        await dentist.Open(inbox);
        Assert.Equal("See the plan.", Written(dentist));
        await dentist.Upload([], file);

        Assert.Equal(HttpStatusCode.OK, dentist.Status);
        Assert.Equal(["What is next?", "See the plan."], Thread(dentist));
        Assert.Single(dentist.Page.QuerySelectorAll(".files a"));
        Assert.Empty(portal.Warnings.Of("Microsoft.AspNetCore.Mvc.Filters"));
    }

    [Fact]
    public async Task A_password_is_never_put_into_the_page_that_offers_to_send_again()
    {
        using var patient = await portal.SignedIn("emma.bennett");
        await patient.Open("/demo/account/user-name");

        portal.Lost.LoseCallOf("IPortalUserGrain.ChangeUserName");
        await patient.Submit(new() { ["Input.NewUserName"] = "emma.b", ["Input.CurrentPassword"] = DemoSignIns.Password });

        Assert.Equal(HttpStatusCode.ServiceUnavailable, patient.Status);
        Assert.Contains("Go back and look before you do it again.", patient.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(DemoSignIns.Password, patient.Page.Source.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_of_a_document_is_still_being_written_is_not_asked_to_be_undone()
    {
        using var dentist = await portal.SignedIn("priya.raman");
        await dentist.Open("/demo/staff/patients/p1005/summary");
        var document = SharedData.Files("ccda", "*.xml").Single(file => Path.GetFileName(file) == "HL7_C-CDA_R2-1_CCD.xml");
        await dentist.Upload([], ("from-hospital.xml", await File.ReadAllBytesAsync(document)));
        portal.Lost.FailCallOf("IRecordGrain.Store", new Orleans.Runtime.OrleansException("The record is away."));
        await dentist.Submit(new() { ["MadeSure"] = "true" });
        Assert.Contains("The record is being written.", dentist.Text, StringComparison.Ordinal);

        portal.Lost.FailCallOf("IReceivedDocumentGrain.Withdraw", new InvalidOperationException("There is nothing to withdraw yet."));
        await dentist.Submit([], "Withdraw");

        Assert.Contains("The record is still being written. Try again in a moment.", dentist.Text, StringComparison.Ordinal);
    }

    private void Lose(string method)
    {
        if (method == Discard)
            portal.Lost.LoseCallOf(method);
        else
            portal.Lost.LoseAnswerOf(method);
    }

    /// <summary>Begins a conversation and opens it.</summary>
    private static async Task<string> Begin(PortalBrowser patient, string subject)
    {
        await patient.Open("/demo/webmail/compose");
        await patient.Submit(new() { ["Input.To"] = "provider:prov-1", ["Input.Subject"] = subject, ["Input.Body"] = "What is next?" });
        var row = patient.Page.QuerySelectorAll(".message-row").First(row => row.TextContent.Contains(subject, StringComparison.Ordinal));
        var path = $"/demo/webmail/{row.Id!["row-".Length..]}";
        await patient.Open(path);
        return path;
    }

    private static string[] Thread(PortalBrowser browser) =>
        [.. browser.Page.QuerySelectorAll("#thread .bubble-body").Select(body => body.TextContent.Trim())];

    private static Task<PortalBrowser> SendAsItStands(PortalBrowser browser) => browser.Submit(new() { ["Input.Body"] = Written(browser) });

    private static string Written(PortalBrowser browser) => browser.Page.QuerySelector("textarea")!.TextContent.Trim();
}
