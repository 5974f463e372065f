using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Demo;
using Portal.WebFront.Tests.Live;

namespace Portal.WebFront.Tests.Records;

[Collection(DemoPortal.Name)]
public sealed class ImportPageTests(DemoPortal portal)
{
    private const string Path = "/demo/staff/import";

    [Fact]
    public async Task An_administrator_imports_a_file_without_a_script_and_reads_the_report()
    {
        using var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", "grace.kim", DemoSignIns.Password);
        await browser.Open(Path);
        var bad = BridgePortal.Patient(BridgePortal.NewId());
        bad["birthDate"] = "someday";

        var report = await Upload(browser, BridgePortal.Bundle("collection", BridgePortal.Patient(BridgePortal.NewId()), bad).ToJsonString());
        await ReportOf(browser, report, "Finished");

        Assert.Contains("Bundle.entry[1].resource.birthDate", browser.Text, StringComparison.Ordinal);
        Assert.Contains("not a valid date", browser.Text, StringComparison.Ordinal);
        await browser.Open(Path);
        var row = browser.Page.QuerySelector($"a[href='{report}']")!.Closest("tr")!;
        Assert.Contains(", by Grace Kim", row.QuerySelector("td[data-label=File]")!.TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(row.Closest("[data-live]")!.GetAttribute("data-live")!);
    }

    [Theory]
    [InlineData("ccd.xml", "<?xml version=\"1.0\"?><ClinicalDocument/>")]
    [InlineData("letter.pdf", "%PDF-1.7 A letter.")]
    public async Task What_does_not_go_here_is_told_where_it_goes(string name, string content)
    {
        using var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", "grace.kim", DemoSignIns.Password);
        await browser.Open(Path);

        await browser.Upload([], (name, Encoding.UTF8.GetBytes(content)));

        Assert.Contains("goes to the page of its patient", browser.Page.QuerySelector(".error-summary")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data.ndjson")]
    [InlineData("DATA.JSONL")]
    public async Task A_file_of_lines_is_imported_by_its_name(string name)
    {
        using var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", "grace.kim", DemoSignIns.Password);
        await browser.Open(Path);
        var id = BridgePortal.NewId();

        var report = await Upload(
            browser, string.Join('\n', BridgePortal.Patient(id).ToJsonString(), "{ broken", BridgePortal.Condition("c-" + id, id).ToJsonString()), name);
        await ReportOf(browser, report, "Finished");

        Assert.Contains("2 of 3 entries are in.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("line 2", browser.Page.QuerySelector("#import-problems")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_is_imported_as_any_other_bundle()
    {
        using var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", "grace.kim", DemoSignIns.Password);
        await browser.Open(Path);
        var id = BridgePortal.NewId();

        var report = await Upload(
            browser, BridgePortal.Bundle("document", BridgePortal.Patient(id), BridgePortal.Condition("c-" + id, id)).ToJsonString());
        await ReportOf(browser, report, "Finished");

        Assert.Contains("2 of 2 entries are in.", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_appointment_that_can_be_no_visit_is_in_with_a_warning()
    {
        using var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", "grace.kim", DemoSignIns.Password);
        await browser.Open(Path);
        var id = BridgePortal.NewId();
        var appointment = new JsonObject
        {
            ["resourceType"] = "Appointment",
            ["id"] = "v-" + id,
            ["status"] = "booked",
            ["start"] = "2031-03-04T15:00:00Z",
            ["end"] = "2031-03-04T15:30:00Z",
            ["participant"] = new JsonArray(new JsonObject { ["actor"] = new JsonObject { ["reference"] = $"Patient/{id}" }, ["status"] = "accepted" }),
        };

        var report = await Upload(browser, BridgePortal.Bundle("collection", BridgePortal.Patient(id), appointment).ToJsonString());
        await ReportOf(browser, report, "Finished");

        Assert.Contains("2 of 2 entries are in.", browser.Text, StringComparison.Ordinal);
        Assert.Null(browser.Page.QuerySelector("#import-problems"));
        var row = Assert.Single(browser.Page.QuerySelectorAll("#import-warnings tbody tr"));
        Assert.Contains("Bundle.entry[1].resource.participant", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("names no location or chair of the practice", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("Name one of the practice's locations", row.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_is_told_of_every_step_and_shows_how_far_the_import_is()
    {
        using var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", "grace.kim", DemoSignIns.Password);
        var id = BridgePortal.NewId();
        using var system = CallerScope.Use(Caller.System("demo"));
        var import = portal.Grain<IImportGrain>("demo", id);
        await import.Open(new(ImportKind.Entries, ImportSource.Staff));
        await import.Add(new(0, ImportPhase.Record, [Item(0), Item(1)]));
        // No patient can have this id, so the import stays at this step.
        await import.Add(new(1, ImportPhase.Visits, [Item(2) with { PatientId = new string('x', 200) }]));

        await browser.Open($"{Path}/{id}");
        Assert.Contains("0 of 3", browser.Text, StringComparison.Ordinal);
        await using var socket = await LiveSocket.Open(browser, "demo");
        var topic = browser.Page.QuerySelector("#import")!.GetAttribute("data-live")!;
        Assert.Contains(topic, (await socket.Watch(topic)).Keys);
        await import.Start();

        do
        {
            Assert.Equal(topic, await socket.Hears());
            await browser.Open($"{Path}/{id}");
        }
        while (!browser.Text.Contains("2 of 3", StringComparison.Ordinal));
        var progress = browser.Page.QuerySelector("#import progress")!;
        Assert.Equal(("2", "3"), (progress.GetAttribute("value"), progress.GetAttribute("max")));
        Assert.Contains("At work", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_form_sent_again_leads_to_the_report_of_the_first()
    {
        using var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", "grace.kim", DemoSignIns.Password);
        await browser.Open(Path);
        var file = BridgePortal.Bundle("collection", BridgePortal.Patient(BridgePortal.NewId())).ToJsonString();

        var first = await Upload(browser, file);
        var second = await Upload(browser, file);

        Assert.Equal(first, second);
        await ReportOf(browser, first, "Finished");
    }

    [Fact]
    public async Task The_same_form_sent_while_the_first_still_comes_in_does_not_end_it()
    {
        using var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", "grace.kim", DemoSignIns.Password);
        await browser.Open(Path);
        var id = browser.Page.QuerySelector("input[name=RequestId]")!.GetAttribute("value")!;
        using var system = CallerScope.Use(Caller.System("demo"));
        var import = portal.Grain<IImportGrain>("demo", id);
        await import.Open(new(ImportKind.Entries, ImportSource.Staff));

        var report = await Upload(browser, BridgePortal.Bundle("collection", BridgePortal.Patient(BridgePortal.NewId())).ToJsonString());

        Assert.Equal($"{Path}/{id}", report);
        Assert.Equal(ImportStatus.Open, (await import.View())!.Status);
        Assert.True((await import.Start()).Succeeded);
    }

    [Fact]
    public async Task The_same_form_sent_after_the_first_was_given_up_is_imported()
    {
        using var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", "grace.kim", DemoSignIns.Password);
        await browser.Open(Path);
        var id = browser.Page.QuerySelector("input[name=RequestId]")!.GetAttribute("value")!;
        using var system = CallerScope.Use(Caller.System("demo"));
        var import = portal.Grain<IImportGrain>("demo", id);
        await import.Open(new(ImportKind.Entries, ImportSource.Staff));
        await import.Drop();

        var report = await Upload(browser, BridgePortal.Bundle("collection", BridgePortal.Patient(BridgePortal.NewId())).ToJsonString());

        Assert.NotEqual($"{Path}/{id}", report);
        await ReportOf(browser, report, "Finished");
    }

    [Fact]
    public async Task One_that_was_broken_off_says_so_and_what_to_do()
    {
        using var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", "grace.kim", DemoSignIns.Password);
        var id = BridgePortal.NewId();
        using var system = CallerScope.Use(Caller.System("demo"));
        var import = portal.Grain<IImportGrain>("demo", id);
        await import.Open(new(ImportKind.Entries, ImportSource.Staff));
        await import.Drop();

        await browser.Open($"{Path}/{id}");

        Assert.Contains("Broken off", browser.Text, StringComparison.Ordinal);
        Assert.Contains("The file did not come in whole", browser.Text, StringComparison.Ordinal);
        Assert.NotNull(browser.Page.QuerySelector($"main .banner a[href='{Path}']"));
    }

    [Fact]
    public async Task A_file_that_is_no_bundle_is_told_beside_the_form()
    {
        using var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", "grace.kim", DemoSignIns.Password);
        await browser.Open(Path);

        using var answer = await Send(browser, "{ no json");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("not valid JSON", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tomas.rivera")]
    [InlineData("emma.bennett")]
    public async Task Nobody_else_meets_the_page(string userName)
    {
        using var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", userName, DemoSignIns.Password);

        await browser.Open(Path);

        Assert.Null(browser.Page.QuerySelector("input[type='file']"));
        Assert.DoesNotContain("Imports so far", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_of_the_staff_who_is_no_administrator_may_not_post_either()
    {
        using var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", "tomas.rivera", DemoSignIns.Password);
        using var content = new StringContent(BridgePortal.Bundle("collection").ToJsonString(), Encoding.UTF8, "application/fhir+json");

        using var answer = await browser.Http.PostAsync("/demo/fhir/R4", content);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private static ImportItem Item(int order)
    {
        var id = BridgePortal.NewId();
        return new()
        {
            Order = order,
            Place = $"Bundle.entry[{order}].resource",
            Type = "Organization",
            Resource = new() { Type = "Organization", Id = id, Json = $$"""{"resourceType":"Organization","id":"{{id}}"}""" },
        };
    }

    private static async Task<string> Upload(PortalBrowser browser, string text, string name = "data.json")
    {
        using var answer = await Send(browser, text, name);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var report = answer.RequestMessage!.RequestUri!.PathAndQuery;
        Assert.StartsWith(Path + "/", report, StringComparison.Ordinal);
        return report;
    }

    private static async Task<HttpResponseMessage> Send(PortalBrowser browser, string text, string name = "data.json")
    {
        var form = browser.Page.QuerySelector("form[enctype='multipart/form-data']")!;
        using var content = new MultipartFormDataContent();
        foreach (var hidden in form.QuerySelectorAll("input[type='hidden']"))
            content.Add(new StringContent(hidden.GetAttribute("value") ?? ""), hidden.GetAttribute("name")!);
        content.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "Data", name);
        return await browser.Http.PostAsync(Path, content);
    }

    private static async Task ReportOf(PortalBrowser browser, string report, string state)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        do
        {
            limit.Token.ThrowIfCancellationRequested();
            await browser.Open(report);
        }
        while (!browser.Text.Contains(state, StringComparison.Ordinal));
    }
}
