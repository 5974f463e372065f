using Portal.WebFront.Demo;
using Portal.WebFront.Tests.Records;

namespace Portal.WebFront.Tests.Webmail;

[Collection(DemoPortal.Name)]
public sealed class StaffNoticeTests(DemoPortal portal)
{
    [Fact]
    public async Task A_dentist_whose_address_was_imported_is_told_again_after_opening_the_inbox()
    {
        using var patient = await SignedIn("emma.bennett");
        using var dentist = await SignedIn("priya.raman");
        await dentist.Open("/demo/staff/inbox");
        var before = Letters().Count;

        await Write(patient);
        await Eventually.Holds(() => Task.FromResult(Letters().Count == before + 1), "the dentist is told");
        await Write(patient);
        await dentist.Open("/demo/staff/inbox");
        await Write(patient);
        await Eventually.Holds(() => Task.FromResult(Letters().Count == before + 2), "the dentist is told once more");

        Assert.All(Letters(), letter =>
        {
            Assert.Contains("Subject: A secure message is waiting for you", letter, StringComparison.Ordinal);
            Assert.DoesNotContain("Bennett", letter, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("root canal", letter, StringComparison.OrdinalIgnoreCase);
        });
    }

    private List<string> Letters() =>
    [
        .. Directory.GetFiles(Directory.CreateDirectory(Path.Combine(portal.DataFolder, "mail")).FullName, "*.eml")
            .Select(File.ReadAllText)
            .Where(letter => letter.Contains("To: priya.raman@maplestreet.example.com", StringComparison.Ordinal)),
    ];

    private static async Task Write(PortalBrowser patient)
    {
        await patient.Open("/demo/webmail/compose");
        await patient.Submit(new() { ["Input.To"] = "provider:prov-1", ["Input.Subject"] = "My root canal", ["Input.Body"] = "A question." });
    }

    private async Task<PortalBrowser> SignedIn(string userName) =>
        await new PortalBrowser(portal.Address).SignIn("demo", userName, DemoSignIns.Password);
}
