using System.Collections.Immutable;
using Portal.Grains.Interfaces.Webmail;
using Portal.WebFront.Demo;
using Portal.WebFront.Tests.Records;
using Portal.WebFront.Webmail;

namespace Portal.WebFront.Tests.Webmail;

[Collection(DemoPortal.Name)]
public sealed class PatientConversationTests(DemoPortal portal)
{
    [Fact]
    public async Task It_is_put_away_and_back_by_a_button()
    {
        using var patient = await new PortalBrowser(portal.Address).SignIn("demo", "minh.nguyen", DemoSignIns.Password);
        await patient.Open("/demo/webmail/compose");
        await patient.Submit(new() { ["Input.To"] = "pool:front-desk", ["Input.Subject"] = $"Away {Ulid.NewUlid()}", ["Input.Body"] = "Thanks." });
        var (row, address) = (patient.Page.QuerySelector(".message-row")!.Id!, patient.Page.QuerySelector(".message-row")!.GetAttribute("href")!);

        await patient.Open(address);
        await patient.Press("button[formaction*='handler=Archive']");
        Assert.Null(patient.Page.GetElementById(row));
        await patient.Open("/demo/webmail?folder=Archive");
        Assert.NotNull(patient.Page.GetElementById(row));
        await patient.Open(address);
        await patient.Press("button[formaction*='handler=Archive']");

        Assert.NotNull(patient.Page.GetElementById(row));
    }

    [Fact]
    public async Task A_message_without_anything_is_told_all_that_is_missing_at_once()
    {
        using var patient = await new PortalBrowser(portal.Address).SignIn("demo", "minh.nguyen", DemoSignIns.Password);
        await patient.Open("/demo/webmail/compose");

        await patient.Submit(new() { ["Input.To"] = "", ["Input.Subject"] = "", ["Input.Body"] = "" });

        string[] faults = ["Choose who to write to.", "Enter a subject.", "Write a message before you send it."];
        Assert.Equal(faults, patient.Page.QuerySelectorAll(".error-summary li").Select(line => line.TextContent.Trim()));
        Assert.Equal(faults, patient.Page.QuerySelectorAll(".field-errors").Select(line => line.TextContent.Replace("Error: ", "", StringComparison.Ordinal).Trim()));
    }

    [Theory]
    [InlineData(Author.Patient, "", null, "Leo Ortiz")]
    [InlineData(Author.Patient, "", "Ana Ortiz", "Ana Ortiz")]
    [InlineData(Author.Patient, "A. Ortiz", "Ana Ortiz", "A. Ortiz")]
    [InlineData(Author.Patient, "Maria Ortiz", "Maria Ortiz", "You")]
    [InlineData(Author.Patient, "", "Maria Ortiz", "You")]
    [InlineData(Author.Practice, "", "Ana Ortiz", "Front desk")]
    [InlineData(Author.Practice, "Maria Ortiz", "Ana Ortiz", "Maria Ortiz")]
    public void A_message_that_was_taken_over_is_signed_by_its_writer_or_its_side_and_the_reader_is_you(Author author, string named, string? representative, string signature)
    {
        var message = new Message("m", author, "", named, default, "Text", ImmutableArray<Attachment>.Empty);
        var view = new ConversationView
        {
            Id = "c",
            Subject = "Crown",
            PatientId = "leo",
            PatientName = "Leo Ortiz",
            RepresentativeName = representative,
            PracticeSide = "pool:front-desk",
            PracticeName = "Front desk",
        };

        Assert.Equal(signature, new MailThread(view, "", new("u-maria", "Maria Ortiz"), ForStaff: false, default, TimeZoneInfo.Utc).NameOf(message));
    }
}
