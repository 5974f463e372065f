using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Portal.Browser.Tests;

/// <summary>A document of another office is looked through on every screen, light and dark.</summary>
[Collection(SharedChromium.Name)]
public sealed class ReceivedDocumentTests(Chromium chromium)
{
    private const string Document = """
        <?xml version="1.0" encoding="UTF-8"?>
        <ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><title>Summary</title>
        <recordTarget><patientRole><patient><name><given>Rosa</given><family>Marchetti</family></name><birthTime value="19700102"/></patient></patientRole></recordTarget>
        <custodian><assignedCustodian><representedCustodianOrganization><name>Harbor Medical Group</name></representedCustodianOrganization></assignedCustodian></custodian>
        <component><structuredBody><component><section><code code="48765-2" codeSystem="2.16.840.1.113883.6.1"/><title>Allergies</title>
        <text><table><thead><tr><th>Allergy</th><th>Reaction</th></tr></thead><tbody><tr><td ID="a1">Codeine</td><td>Hives</td></tr></tbody></table></text>
        <entry><act classCode="ACT" moodCode="EVN"><entryRelationship typeCode="SUBJ"><observation classCode="OBS" moodCode="EVN">
        <templateId root="2.16.840.1.113883.10.20.22.4.7"/><participant typeCode="CSM"><participantRole classCode="MANU"><playingEntity classCode="MMAT">
        <code code="2670" codeSystem="2.16.840.1.113883.6.88"><originalText><reference value="#a1"/></originalText></code>
        </playingEntity></participantRole></participant></observation></entryRelationship></act></entry></section></component></structuredBody></component></ClinicalDocument>
        """;

    [Fact]
    public async Task It_is_accessible_fits_a_phone_and_ends_with_what_was_taken_over()
    {
        await using var person = await chromium.SignedIn("grace.kim");
        var page = person.Page;
        await page.GotoAsync("/demo/staff/patients/p1009/summary");
        await page.Locator("#file").SetInputFilesAsync(new FilePayload { Name = "ccd.xml", MimeType = "text/xml", Buffer = Encoding.UTF8.GetBytes(Document) });
        await page.GetByRole(AriaRole.Button, new() { Name = "Look through" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("From Harbor Medical Group");
        await Expect(page.GetByText("Is this about the same person?")).ToBeVisibleAsync();

        await person.IsAccessible();
        await Keep(page, 1280);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.ReloadAsync();
        await person.HasContrast();
        foreach (var width in new[] { 390, 320 })
        {
            await page.SetViewportSizeAsync(width, 800);
            await person.FitsTheWindow();
            await Keep(page, width);
        }

        await page.GetByRole(AriaRole.Group, new() { Name = "Codeine" }).GetByLabel("Take over").CheckAsync();
        await page.GetByLabel("I have made sure").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Done: take over what is chosen" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Status).First).ToContainTextAsync("Taken over: 1.");
    }

    private static async Task Keep(IPage page, int width)
    {
        if (Environment.GetEnvironmentVariable("PORTAL_SHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"received-{width}.png"), FullPage = true });
    }
}
