using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Webmail;
using Portal.WebFront.Demo;
using Portal.WebFront.Tests.Records;

namespace Portal.WebFront.Tests.Webmail;

[Collection(DemoPortal.Name)]
public sealed class StaffConversationTests(DemoPortal portal)
{
    [Fact]
    public async Task Every_button_of_one_page_has_its_effect_also_when_the_answer_of_the_one_before_was_not_seen()
    {
        using var patient = await SignedIn("emma.bennett");
        using var dentist = await SignedIn("priya.raman");
        var path = await Begin(patient, "Three acts from one page");
        await dentist.Open(path);
        var page = dentist.Page;
        var take = page.QuerySelector("button[name='Input.UserId']")!;

        await dentist.Press("button[name='Input.UserId']");
        var taken = dentist.Page.QuerySelector(".thread-head")!.TextContent;
        await PressOn(dentist, page, "button[name=done]");
        var done = dentist.Page.QuerySelector(".thread-head")!.TextContent;

        Assert.Contains("Take it", take.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Nobody has it", taken, StringComparison.Ordinal);
        Assert.Contains("Reopen", done, StringComparison.Ordinal);
        var ids = page.QuerySelectorAll(".mail-thread input[name=RequestId]").Select(input => input.GetAttribute("value")).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public async Task Answers_are_written_below_the_newest_messages_only()
    {
        using var patient = await SignedIn("emma.bennett");
        using var dentist = await SignedIn("priya.raman");
        var path = await Begin(patient, "A conversation of many pages");
        var own = path.Replace("/staff/inbox/", "/webmail/", StringComparison.Ordinal);
        for (var number = 0; number < 40; number++)
        {
            await patient.Open(own);
            await patient.Submit(new() { ["Input.Body"] = $"Message {number}" });
        }

        await dentist.Open(path);
        Assert.NotNull(dentist.Page.QuerySelector("form.composer"));
        await dentist.Open(dentist.Page.QuerySelector(".thread-more a")!.GetAttribute("href")!);

        Assert.Null(dentist.Page.QuerySelector("form.composer"));
        Assert.Empty(dentist.Page.QuerySelectorAll("[name='Input.Seen']"));
        Assert.Equal(path, dentist.Page.QuerySelector(".composer a")!.GetAttribute("href")!.Split('?')[0]);
    }

    [Fact]
    public async Task Staff_are_told_who_cannot_read_an_answer_and_why()
    {
        using var desk = await SignedIn("tomas.rivera");
        var (parent, child) = (NewId(), NewId());
        await Save(parent, "Mia", parent);
        await Save(child, "Ben", parent);
        var message = new ImportedMessage(NewId(), DateTimeOffset.UnixEpoch, true, "Mia Hale", "May Ben swim?", false);
        var conversation = NewId();
        Assert.True((await AsSystem(() => portal.Grain<IConversationGrain>("demo", conversation).Import(
            new(NewId(), child, "pool:front-desk", "Swimming", [message], parent)))).Succeeded);
        var path = $"/demo/staff/inbox/{conversation}";

        await desk.Open(path);
        Assert.Contains("Mia Hale cannot read this conversation", desk.Text, StringComparison.Ordinal);
        Assert.Contains("There is no online access now.", desk.Text, StringComparison.Ordinal);
        Assert.Contains("Mia Hale cannot read an answer here.", desk.Page.QuerySelector("form.composer")!.TextContent, StringComparison.Ordinal);

        Assert.True((await AsSystem(() => portal.Grain<IPatientGrain>("demo", parent).ProvideOnlineAccess(NewId()))).Succeeded);
        await desk.Open(path);
        Assert.DoesNotContain("cannot read", desk.Text, StringComparison.Ordinal);

        await Save(child, "Ben", child);
        await desk.Open(path);
        Assert.Contains("Mia Hale cannot read this conversation", desk.Text, StringComparison.Ordinal);
        Assert.Contains("whom Mia Hale may not see any more.", desk.Text, StringComparison.Ordinal);
    }

    private static string NewId() => Ulid.NewUlid().ToString().ToLowerInvariant();

    private static async Task<T> AsSystem<T>(Func<Task<T>> call)
    {
        using var system = CallerScope.Use(Caller.System("demo"));
        return await call();
    }

    private async Task Save(string id, string firstName, string guarantor)
    {
        var demographics = new Demographics
        {
            FirstName = firstName,
            LastName = "Hale",
            BirthDate = new DateOnly(1990, 2, 3),
            AddressLine1 = "1 Elm Street",
            City = "Springfield",
            State = "IL",
            PostalCode = "62701",
            WirelessPhone = "555-0101",
            Email = $"{id}@example.com",
        };
        var saved = await AsSystem(() => portal.Grain<IPatientGrain>("demo", id).Save(
            new(NewId(), PatientStatus.Patient, demographics, guarantor, [], "prov-1")));
        Assert.Empty(saved.Problems);
    }

    private static async Task PressOn(PortalBrowser browser, AngleSharp.Html.Dom.IHtmlDocument page, string selector)
    {
        var button = (AngleSharp.Html.Dom.IHtmlButtonElement)page.QuerySelector(selector)!;
        var fields = button.Form!.QuerySelectorAll("input[name]").Append(button)
            .Select(field => KeyValuePair.Create(field.GetAttribute("name")!, field.GetAttribute("value") ?? ""));
        using var content = new FormUrlEncodedContent(fields);
        using var answer = await browser.Http.PostAsync(button.Form.GetAttribute("action"), content);
        await browser.Open(answer.RequestMessage!.RequestUri!.PathAndQuery);
    }

    private static async Task<string> Begin(PortalBrowser patient, string subject)
    {
        await patient.Open("/demo/webmail/compose");
        await patient.Submit(new() { ["Input.To"] = "provider:prov-1", ["Input.Subject"] = subject, ["Input.Body"] = "What is next?" });
        var row = patient.Page.QuerySelectorAll(".message-row").First(row => row.TextContent.Contains(subject, StringComparison.Ordinal));
        return $"/demo/staff/inbox/{row.Id!["row-".Length..]}";
    }

    private async Task<PortalBrowser> SignedIn(string userName) =>
        await new PortalBrowser(portal.Address).SignIn("demo", userName, DemoSignIns.Password);
}
