using System.Net;
using Portal.Grains.Interfaces.Webmail;
using Portal.WebFront.Demo;
using Portal.WebFront.Tests.Records;

namespace Portal.WebFront.Tests.Webmail;

[Collection(DemoPortal.Name)]
public sealed class AttachmentTests(DemoPortal portal)
{
    private static readonly byte[] _pdf = "%PDF-1.7 A plan."u8.ToArray();

    [Fact]
    public async Task A_quotation_mark_in_a_files_name_leaves_no_trace_of_how_browsers_write_it()
    {
        using var dentist = await SignedIn("priya.raman");
        using var patient = await SignedIn("emma.bennett");
        var conversation = await Begin(patient, "A question about a quoted plan");
        await dentist.Open($"/demo/staff/inbox/{conversation}");

        await dentist.Upload(new() { ["Input.Body"] = "See the plan." }, ("the %22short%22 plan.pdf", _pdf));

        Assert.Contains("the short plan.pdf", dentist.Page.QuerySelector(".files a")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_the_dentist_is_opened_by_the_patient_and_by_nobody_else()
    {
        using var dentist = await SignedIn("priya.raman");
        using var patient = await SignedIn("emma.bennett");
        using var other = await SignedIn("minh.nguyen");
        var conversation = await Begin(patient, "A question with an answer in a file");

        await dentist.Open($"/demo/staff/inbox/{conversation}");
        await dentist.Upload(new() { ["Input.Body"] = "See the plan." }, ("plan.pdf", _pdf));
        await patient.Open($"/demo/webmail/{conversation}");
        var link = patient.Page.QuerySelector(".files a")!;
        var href = link.GetAttribute("href")!;
        using var file = await patient.Http.GetAsync(href);
        await other.Open(href);

        Assert.Contains("plan.pdf", link.TextContent, StringComparison.Ordinal);
        Assert.Equal(_pdf, await file.Content.ReadAsByteArrayAsync());
        Assert.Equal("application/pdf", file.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Contains("sandbox", file.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, other.Status);
        await patient.Open("/demo/webmail");
        Assert.Contains("Has an attachment", patient.Page.QuerySelector($"#row-{conversation}")!.InnerHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_bad_file_keeps_the_whole_message_back_and_stores_nothing()
    {
        using var dentist = await SignedIn("priya.raman");
        using var patient = await SignedIn("emma.bennett");
        var conversation = await Begin(patient, "A question with a bad file");
        var before = StoredFiles();

        await dentist.Open($"/demo/staff/inbox/{conversation}");
        await dentist.Upload(new() { ["Input.Body"] = "See both." }, ("plan.pdf", _pdf), ("page.pdf", "<script>"u8.ToArray()));

        Assert.Contains("page.pdf cannot be attached: its content is not that of a PDF.", dentist.Text, StringComparison.Ordinal);
        Assert.Contains("save it as a PDF and attach that", dentist.Text, StringComparison.Ordinal);
        Assert.Contains("See both.", dentist.Page.QuerySelector("textarea")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(before, StoredFiles());
        await patient.Open($"/demo/webmail/{conversation}");
        Assert.DoesNotContain("See both.", patient.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_files_and_missing_words_are_told_at_once()
    {
        using var dentist = await SignedIn("priya.raman");
        await dentist.Open("/demo/staff/inbox/compose?patient=p1000");

        await dentist.Upload(new() { ["Input.Subject"] = "", ["Input.Body"] = "" }, ("page.pdf", "<script>"u8.ToArray()), ("empty.txt", []));

        var faults = dentist.Page.QuerySelectorAll(".error-summary li").Select(line => line.TextContent.Trim()).ToList();
        Assert.Equal(["Enter a subject.", "Write a message before you send it."], faults[..2]);
        Assert.StartsWith("page.pdf cannot be attached", faults[2], StringComparison.Ordinal);
        Assert.Equal("empty.txt is empty.", faults[3]);
        Assert.Equal(2, dentist.Page.QuerySelectorAll("#Input_Files-error .field-error").Length);
    }

    [Fact]
    public async Task A_file_may_have_25_MB_and_not_a_byte_more()
    {
        using var dentist = await SignedIn("priya.raman");
        using var patient = await SignedIn("emma.bennett");
        var conversation = await Begin(patient, "A question with a large file");
        var largest = new byte[WebmailLimits.AttachmentBytes];
        _pdf.CopyTo(largest, 0);

        await dentist.Open($"/demo/staff/inbox/{conversation}");
        await dentist.Upload(new() { ["Input.Body"] = "Too large." }, ("scan.pdf", [.. largest, 0]));
        Assert.Contains("scan.pdf is larger than 25 MB", dentist.Text, StringComparison.Ordinal);
        await dentist.Upload(new() { ["Input.Body"] = "Just right." }, ("scan.pdf", largest));

        await patient.Open($"/demo/webmail/{conversation}");
        Assert.Contains("Just right.", patient.Text, StringComparison.Ordinal);
        Assert.Contains("25.0 MB", patient.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_is_refused_leaves_no_file_behind()
    {
        using var dentist = await SignedIn("priya.raman");
        using var patient = await SignedIn("emma.bennett");
        var conversation = await Begin(patient, "A question with an empty answer");
        var before = StoredFiles();

        await dentist.Open($"/demo/staff/inbox/{conversation}");
        await dentist.Upload(new() { ["Input.Body"] = " " }, ("plan.pdf", _pdf));

        Assert.Contains("Write a message before you send it.", dentist.Text, StringComparison.Ordinal);
        Assert.Equal(before, StoredFiles());
    }

    private static async Task<string> Begin(PortalBrowser patient, string subject)
    {
        await patient.Open("/demo/webmail/compose");
        await patient.Submit(new() { ["Input.To"] = "provider:prov-1", ["Input.Subject"] = subject, ["Input.Body"] = "What is next?" });
        var row = patient.Page.QuerySelectorAll(".message-row").First(row => row.TextContent.Contains(subject, StringComparison.Ordinal));
        return row.Id!["row-".Length..];
    }

    private async Task<PortalBrowser> SignedIn(string userName) =>
        await new PortalBrowser(portal.Address).SignIn("demo", userName, DemoSignIns.Password);

    private int StoredFiles()
    {
        var folder = Path.Combine(portal.DataFolder, "files");
        return Directory.Exists(folder) ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Length : 0;
    }
}
