using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Xsl;
using AngleSharp.Html.Parser;
using MimeKit;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Demo;

namespace Portal.WebFront.Tests.Records.Ccd;

/// <summary>The summary as its patient, a representative, staff and programs meet it.</summary>
[Collection(DemoPortal.Name)]
public sealed class SummaryPageTests(DemoPortal portal)
{
    private const string Emma = "p1000";
    private const string Child = "p1002";
    private static readonly XNamespace _cda = "urn:hl7-org:v3";

    [Fact]
    public async Task The_page_shows_the_document_with_contents_that_follow_its_sections()
    {
        using var browser = await SignedIn("emma.bennett");

        await browser.Open("/demo/summary");

        var links = browser.Page.QuerySelectorAll("nav[aria-label='On this page'] a").Select(link => link.GetAttribute("href")!).ToList();
        Assert.Equal(links, browser.Page.QuerySelectorAll(".narrative").Select(part => "#" + part.ParentElement!.Id));
        Assert.Contains("Emma Bennett", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Maple Street Dental", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Allergies and intolerances", browser.Text, StringComparison.Ordinal);
        Assert.Equal("page", browser.Page.QuerySelector("a[href='/demo/summary']")!.GetAttribute("aria-current"));
        Assert.Matches("^[0-9]{14}-0[45]00$", Value(await Document(browser, Emma), "effectiveTime", "value"));
    }

    [Fact]
    public async Task A_guardian_sees_that_of_a_child_and_a_stranger_does_not()
    {
        using var guardian = await SignedIn("emma.bennett");
        using var stranger = await SignedIn("minh.nguyen");

        await guardian.Open($"/demo/summary/{Child}");
        await stranger.Open($"/demo/summary/{Child}");

        Assert.Equal(HttpStatusCode.OK, guardian.Status);
        Assert.Equal(HttpStatusCode.NotFound, stranger.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open($"/demo/summary/{Child}/download/package")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open($"/demo/summary/{Child}/history")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open($"/demo/summary/{Child}/send")).Status);
    }

    [Fact]
    public async Task It_is_taken_along_as_zip_pdf_and_fhir()
    {
        using var browser = await SignedIn("eleanor.thompson");

        var package = await Download(browser, "package");
        var pdf = await Download(browser, "pdf");
        var fhir = await Download(browser, "fhir");

        await using var zip = new ZipArchive(new MemoryStream(package.Content));
        Assert.Equal(["CCD.xml", "ccd.xsl", "health-summary.html"], zip.Entries.Select(entry => entry.FullName));
        var document = XDocument.Load(zip.GetEntry("CCD.xml")!.Open());
        Assert.Contains("href=\"ccd.xsl\"", document.Nodes().OfType<XProcessingInstruction>().Single().Data, StringComparison.Ordinal);
        var style = new XslCompiledTransform();
        using (var sheet = XmlReader.Create(zip.GetEntry("ccd.xsl")!.Open()))
            style.Load(sheet);
        using var shown = new StringWriter();
        style.Transform(document.CreateReader(), null, shown);
        var page = new HtmlParser().ParseDocument(shown.ToString());
        Assert.All(
            document.Descendants(_cda + "section").Elements(_cda + "title"),
            title => Assert.NotNull(page.QuerySelector(page.QuerySelectorAll("a[href^='#']").First(link => link.TextContent.Trim() == title.Value).GetAttribute("href")!)));
        Assert.Empty(page.QuerySelectorAll("script, img, iframe, object"));
        Assert.Equal("Thompson", document.Descendants(_cda + "patient").Elements(_cda + "name").Elements(_cda + "family").Single().Value);
        Assert.DoesNotContain("Thompson", package.Name + pdf.Name + fhir.Name, StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("%PDF-", Encoding.ASCII.GetString(pdf.Content, 0, 5), StringComparison.Ordinal);
        Assert.Equal("document", JsonNode.Parse(fhir.Content)!["type"]!.GetValue<string>());
    }

    /// <summary>Patients answer to the practice, not to the addresses of those who treat (docs/decisions/0005).</summary>
    [Fact]
    public async Task The_addresses_of_those_who_treat_go_out_in_none_of_it()
    {
        using var browser = await SignedIn("eleanor.thompson");
        using var staff = await SignedIn("priya.raman");
        var known = await staff.Http.GetByteArrayAsync("/demo/fhir/R4/Practitioner?_count=100");
        string[] own = [.. JsonNode.Parse(known)!["entry"]!.AsArray().SelectMany(entry => entry!["resource"]!["telecom"]?.AsArray() ?? [])
            .Where(contact => (string?)contact!["system"] == "email").Select(contact => (string)contact!["value"]!)];
        Assert.NotEmpty(own);

        var package = await Download(browser, "package");
        var fhir = await Download(browser, "fhir");

        await using var zip = new ZipArchive(new MemoryStream(package.Content));
        foreach (var entry in zip.Entries)
        {
            using var reader = new StreamReader(entry.Open());
            var text = await reader.ReadToEndAsync();
            Assert.DoesNotContain(own, address => text.Contains(address, StringComparison.OrdinalIgnoreCase));
        }

        Assert.DoesNotContain(own, address => Encoding.UTF8.GetString(fhir.Content).Contains(address, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Everything_that_became_of_it_stands_in_its_history_with_who_did_it()
    {
        using var guardian = await SignedIn("emma.bennett");
        using var staff = await SignedIn("priya.raman");
        await guardian.Open($"/demo/summary/{Child}");
        await Download(guardian, "pdf", Child);
        await staff.Open($"/demo/staff/patients/{Child}/summary");

        await guardian.Open($"/demo/summary/{Child}/history");

        var rows = guardian.Page.QuerySelectorAll("tbody tr").Select(row => row.TextContent).ToList();
        Assert.Contains(rows, row => row.Contains("Emma Bennett (representative)", StringComparison.Ordinal) && row.Contains("Seen", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Contains("Emma Bennett (representative)", StringComparison.Ordinal) && row.Contains("Downloaded as PDF", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Contains("Dr. Priya Raman (the practice)", StringComparison.Ordinal) && row.Contains("Seen", StringComparison.Ordinal));
        Assert.Contains("1 download", guardian.Text, StringComparison.Ordinal);
        await guardian.Open($"/demo/summary/{Child}/send");
        Assert.Contains("The health summary of Olivia", guardian.Text, StringComparison.Ordinal);
        await staff.Open($"/demo/staff/patients/{Child}/summary");
        Assert.Contains("Downloaded as PDF", staff.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_read_the_lists_around_it_stands_in_the_report_of_its_patient()
    {
        using var guardian = await SignedIn("emma.bennett");
        using var staff = await SignedIn("grace.kim");
        await guardian.Open($"/demo/summary/{Child}/history");
        await staff.Open($"/demo/staff/patients/{Child}/summary");

        foreach (var act in new[] { "Read who had a health summary", "Read a list of documents of other offices" })
            await Eventually.Holds(async () => (await staff.Open($"/demo/staff/audit?patient={Child}")).Text.Contains(act, StringComparison.Ordinal), act);
    }

    [Fact]
    public async Task It_is_sent_only_after_the_warning_was_read_and_the_letter_tells_nothing()
    {
        using var browser = await SignedIn("minh.nguyen");
        await browser.Open("/demo/summary");
        await browser.Open(browser.Page.QuerySelector("a[href$='/send']")!.GetAttribute("href")!);
        Assert.Contains("Please contact your provider", browser.Text, StringComparison.Ordinal);

        await browser.Submit(new() { ["Input.To"] = "kim@example.com" });
        Assert.Contains("E-mail is not encrypted", browser.Text, StringComparison.Ordinal);
        await browser.Submit(new() { ["Input.Understood"] = "false" });
        Assert.Contains("Tick the box", browser.Text, StringComparison.Ordinal);
        Assert.Null(await LetterTo("kim@example.com"));
        await browser.Submit(new() { ["Input.Understood"] = "true" });

        Assert.Contains("on its way to kim@example.com", browser.Text, StringComparison.Ordinal);
        var letter = await Eventually.Get(() => LetterTo("kim@example.com"));
        Assert.Equal("A health summary for you", letter.Subject);
        Assert.DoesNotContain("Nguyen", letter.Subject + letter.TextBody, StringComparison.OrdinalIgnoreCase);
        var attached = Assert.IsType<MimePart>(Assert.Single(letter.Attachments));
        using var content = new MemoryStream();
        await attached.Content!.DecodeToAsync(content);
        await using var zip = new ZipArchive(content);
        Assert.NotNull(zip.GetEntry("CCD.xml"));
    }

    [Fact]
    public async Task The_same_confirmation_twice_is_one_transmission()
    {
        using var browser = await SignedIn("minh.nguyen");
        await browser.Open("/demo/summary");
        await browser.Open(browser.Page.QuerySelector("a[href$='/send']")!.GetAttribute("href")!);
        await browser.Submit(new() { ["Input.To"] = "once@example.com" });
        var form = browser.ValuesToSend("Input.Understood");
        form["Input.Understood"] = "true";
        var address = browser.Path + "?handler=Confirm";

        foreach (var _ in new[] { 1, 2 })
        {
            using var content = new FormUrlEncodedContent(form);
            using var answer = await browser.Http.PostAsync(address, content);
            answer.EnsureSuccessStatusCode();
        }

        await browser.Open(new Uri(portal.Address, address).AbsolutePath.Replace("/send", "/history", StringComparison.Ordinal));
        Assert.Single(browser.Page.QuerySelectorAll("tbody tr"), row => row.TextContent.Contains("once@example.com", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Too_many_within_a_day_are_refused_in_plain_words()
    {
        using var browser = await SignedIn("eleanor.thompson");
        await browser.Open("/demo/summary");
        await browser.Open(browser.Page.QuerySelector("a[href$='/send']")!.GetAttribute("href")!);
        await browser.Submit(new() { ["Input.To"] = "many@example.com" });
        var form = browser.ValuesToSend("Input.Understood");
        form["Input.Understood"] = "true";
        var answers = new List<string>();

        for (var i = 0; i <= RecordCopyLimits.SentADay; i++)
        {
            form["RequestId"] = Ulid.NewUlid().ToString().ToLowerInvariant();
            using var content = new FormUrlEncodedContent(form);
            using var answer = await browser.Http.PostAsync(browser.Path + "?handler=Confirm", content);
            answers.Add(await answer.Content.ReadAsStringAsync());
        }

        Assert.All(answers[..^1], answer => Assert.DoesNotContain("summaries within a day", answer, StringComparison.Ordinal));
        Assert.Contains("You have sent 20 summaries within a day.", answers[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_document_stays_the_same_until_the_record_changes()
    {
        const string patient = "p1007";
        using var staff = await SignedIn("priya.raman");

        var first = await Reference(staff, patient);
        var same = await Reference(staff, patient);
        var before = await Document(staff, patient);
        await Store(patient, new JsonObject
        {
            ["resourceType"] = "AllergyIntolerance",
            ["id"] = "new-allergy-of-p1007",
            ["code"] = new JsonObject { ["text"] = "Chlorhexidine" },
            ["patient"] = new JsonObject { ["reference"] = $"Patient/{patient}" },
        });
        var changed = await Reference(staff, patient);
        var after = await Document(staff, patient);

        Assert.Equal(first.ToJsonString(), same.ToJsonString());
        Assert.NotEqual(Hash(first), Hash(changed));
        Assert.Equal(Value(before, "setId", "root"), Value(after, "setId", "root"));
        Assert.Equal(int.Parse(Value(before, "versionNumber", "value"), System.Globalization.CultureInfo.InvariantCulture) + 1,
            int.Parse(Value(after, "versionNumber", "value"), System.Globalization.CultureInfo.InvariantCulture));
        Assert.Contains(after.Descendants(_cda + "td"), cell => cell.Value == "Chlorhexidine");
        Assert.Equal(Value(before, "id", "root"), after.Descendants(_cda + "parentDocument").Elements(_cda + "id").Single().Attribute("root")!.Value);
    }

    [Fact]
    public async Task The_binary_is_served_as_the_file_itself_to_those_who_may_see_the_patient()
    {
        using var owner = await SignedIn("emma.bennett");
        using var stranger = await SignedIn("minh.nguyen");
        await owner.Open("/demo/summary");
        using var asked = new HttpRequestMessage(HttpMethod.Get, $"/demo/fhir/R4/Binary/ccd-{Emma}");
        asked.Headers.Add("Accept", "application/xml");
        asked.Headers.Add("Range", "bytes=0-4");

        using var answer = await owner.Http.SendAsync(asked);
        using var refused = await stranger.Http.GetAsync($"/demo/fhir/R4/Binary/ccd-{Emma}");

        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal("application/xml", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("<?xml", await answer.Content.ReadAsStringAsync());
        Assert.NotNull(answer.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
    }

    [Theory]
    [InlineData("p1005", "deleted")]
    [InlineData("p1006", "JVBERi0xLjc=")]
    [InlineData("p1008", "not base64")]
    [InlineData("p1009", "PCFET0NUWVBFIGQgWzwhRU5USVRZIGEgImIiPl0+PENsaW5pY2FsRG9jdW1lbnQgeG1sbnM9InVybjpobDctb3JnOnYzIj4mYTs8L0NsaW5pY2FsRG9jdW1lbnQ+")]
    public async Task What_others_do_to_the_kept_document_is_mended_by_the_next_who_asks(string patient, string content)
    {
        using var staff = await SignedIn("priya.raman");
        await staff.Open($"/demo/staff/patients/{patient}/summary");
        using (CallerScope.Use(Caller.System("demo")))
        {
            var record = portal.Grain<IRecordGrain>("demo", patient);
            if (content == "deleted")
                await record.Delete("Binary", $"ccd-{patient}", null);
            else
                await record.Store([new() { Type = "Binary", Id = $"ccd-{patient}", Json = $$"""{ "resourceType": "Binary", "id": "ccd-{{patient}}", "data": "{{content}}" }""" }]);
        }

        await staff.Open($"/demo/staff/patients/{patient}/summary");

        Assert.Equal(HttpStatusCode.OK, staff.Status);
        Assert.NotEmpty(staff.Page.QuerySelectorAll(".narrative"));
        Assert.Equal("3", Value(await Document(staff, patient), "versionNumber", "value"));
    }

    [Fact]
    public async Task Who_ask_at_once_get_one_edition()
    {
        const string patient = "p1015";
        using var staff = await SignedIn("priya.raman");

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Reference(staff, patient)));

        Assert.Single(answers.Select(Hash).Distinct());
        Assert.Equal("1", Value(await Document(staff, patient), "versionNumber", "value"));
    }

    [Fact]
    public async Task A_reference_that_was_lost_is_made_again()
    {
        const string patient = "p1016";
        using var staff = await SignedIn("priya.raman");
        var before = await Reference(staff, patient);
        using (CallerScope.Use(Caller.System("demo")))
            await portal.Grain<IRecordGrain>("demo", patient).Delete("DocumentReference", $"ccd-{patient}", null);

        var after = await Reference(staff, patient);

        Assert.Equal(Hash(before), Hash(after));
    }

    [Fact]
    public async Task Staff_see_no_document_without_a_line_in_the_history()
    {
        const string patient = "p1014";
        using var staff = await SignedIn("priya.raman");
        await staff.Open($"/demo/staff/patients/{patient}/summary");
        var seen = staff.Page.QuerySelectorAll("#history tbody tr").Length;

        await staff.Open($"/demo/staff/patients/{patient}/summary?after=x");
        var older = staff.Page.QuerySelectorAll(".narrative").Length;
        await staff.Open($"/demo/staff/patients/{patient}/summary");
        await staff.Upload([], ("ccd.xml", "<html/>"u8.ToArray()));

        Assert.Equal(0, older);
        Assert.NotEmpty(staff.Page.QuerySelectorAll(".narrative"));
        Assert.Equal(seen + 2, staff.Page.QuerySelectorAll("#history tbody tr").Length);
    }

    [Theory]
    [InlineData("dr@direct")]
    [InlineData("kim@@example.com")]
    public async Task Nobody_is_asked_to_confirm_an_address_that_is_then_refused(string address)
    {
        using var browser = await SignedIn("minh.nguyen");
        await browser.Open("/demo/summary");
        await browser.Open(browser.Page.QuerySelector("a[href$='/send']")!.GetAttribute("href")!);

        await browser.Submit(new() { ["Input.To"] = address });

        Assert.DoesNotContain("E-mail is not encrypted", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Enter an e-mail address", browser.Text, StringComparison.Ordinal);
    }

    private async Task<PortalBrowser> SignedIn(string userName)
    {
        var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", userName, DemoSignIns.Password);
        return browser;
    }

    private static async Task<(byte[] Content, string Name)> Download(PortalBrowser browser, string form, string? patient = null)
    {
        if (patient is null)
        {
            await browser.Open("/demo/summary");
            patient = browser.Page.QuerySelector("a[href$='/send']")!.GetAttribute("href")!.Split('/')[^2];
        }

        using var answer = await browser.Http.GetAsync($"/demo/summary/{patient}/download/{form}");
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadAsByteArrayAsync(), answer.Content.Headers.ContentDisposition!.FileName!);
    }

    private async Task<MimeMessage?> LetterTo(string address) => (await LettersTo(address)).FirstOrDefault();

    private async Task<List<MimeMessage>> LettersTo(string address)
    {
        var folder = Path.Combine(portal.DataFolder, "mail");
        var letters = new List<MimeMessage>();
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.eml") : [])
            letters.Add(await MimeMessage.LoadAsync(file));
        return [.. letters.Where(letter => letter.To.Mailboxes.Any(mailbox => mailbox.Address == address))];
    }

    private static async Task<JsonNode> Reference(PortalBrowser browser, string patient)
    {
        var found = JsonNode.Parse(await browser.Http.GetStringAsync($"/demo/fhir/R4/DocumentReference/$docref?patient={patient}&type=34133-9"))!;
        return found["entry"]!.AsArray().Single()!["resource"]!;
    }

    private static async Task<XDocument> Document(PortalBrowser browser, string patient)
    {
        var binary = JsonNode.Parse(await browser.Http.GetStringAsync($"/demo/fhir/R4/Binary/ccd-{patient}"))!;
        return XDocument.Load(new MemoryStream(Convert.FromBase64String(binary["data"]!.GetValue<string>())));
    }

    private async Task Store(string patient, JsonObject resource)
    {
        using var system = CallerScope.Use(Caller.System("demo"));
        await portal.Grain<IRecordGrain>("demo", patient).Store(
            [new() { Type = resource["resourceType"]!.GetValue<string>(), Id = resource["id"]!.GetValue<string>(), Json = resource.ToJsonString() }]);
    }

    private static string Hash(JsonNode reference) => reference["content"]![0]!["attachment"]!["hash"]!.GetValue<string>();

    private static string Value(XDocument document, string element, string attribute) => document.Root!.Element(_cda + element)!.Attribute(attribute)!.Value;
}
