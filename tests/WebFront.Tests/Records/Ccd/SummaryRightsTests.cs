using System.Collections.Immutable;
using System.Net;
using System.Xml.Linq;
using MimeKit;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Audit;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Tests.Scheduling;

namespace Portal.WebFront.Tests.Records.Ccd;

/// <summary>The summary of a child while the mother acts for it and afterwards, and the way by Direct where a gateway is configured.</summary>
public sealed class SummaryRightsTests(VisitsPortal portal) : IClassFixture<VisitsPortal>
{
    private static readonly XNamespace _cda = "urn:hl7-org:v3";

    [Fact]
    public async Task An_address_that_is_to_be_changed_stands_there_still()
    {
        var practice = await Practice();
        using var mother = portal.As(practice, "mother");
        await mother.Open($"/{practice}/summary/child/send");
        await mother.Submit(new() { ["Input.To"] = "kim@exmaple.com" });

        await mother.Submit([], "Change");

        Assert.Equal("kim@exmaple.com", mother.Page.QuerySelector("[name='Input.To']")!.GetAttribute("value"));
        await mother.Submit(new() { ["Input.To"] = "kim@example.com" });
        Assert.Equal("kim@example.com", mother.ValuesToSend("Input.Understood")["Input.To"]);
    }

    /// <summary>To the stranger it does not exist; the trail tells of the attempt.</summary>
    [Theory]
    [InlineData("summary/child")]
    [InlineData("summary/child/history")]
    [InlineData("summary/child/send")]
    [InlineData("summary/child/download/pdf")]
    public async Task Who_asks_for_somebody_else_s_summary_stands_in_the_trail_as_refused(string page)
    {
        var practice = await Practice();
        using var stranger = portal.As(practice, "stranger");

        Assert.Equal(HttpStatusCode.NotFound, await Status(stranger, $"/{practice}/{page}"));

        await Eventually.Holds(async () => await IsInTheTrail(practice, "child"), "the attempt is in the trail");
    }

    [Fact]
    public async Task Who_makes_a_link_for_somebody_else_stands_in_the_trail_as_refused()
    {
        var practice = await Practice();
        using var stranger = portal.As(practice, "stranger");
        await stranger.Open($"/{practice}/share/new");

        await stranger.Submit(new() { ["Input.PatientId"] = "child" });

        Assert.Contains("Choose whose summary to share.", stranger.Text, StringComparison.Ordinal);
        await Eventually.Holds(async () => await IsInTheTrail(practice, "child"), "the attempt is in the trail");
    }

    /// <summary>Rights that ended while the form stood open must not share the summary of whoever is first in the list.</summary>
    [Fact]
    public async Task After_a_refusal_nobody_is_chosen_in_place_of_the_one_who_was()
    {
        var practice = await Practice();
        using var mother = portal.As(practice, "mother");
        await mother.Open($"/{practice}/summary/child");
        await mother.Open(mother.Page.QuerySelectorAll("a").Single(link => link.TextContent == "By a link or QR code").GetAttribute("href")!);
        Assert.Equal("child", mother.ValuesToSend("Input.Life")["Input.PatientId"]);
        await Save(practice, "child", "Leo", "stranger");

        await mother.Submit(new() { ["Input.Life"] = "Day" });

        Assert.Contains("Choose whose summary to share.", mother.Text, StringComparison.Ordinal);
        Assert.Equal("", mother.ValuesToSend("Input.Life")["Input.PatientId"]);
        await mother.Submit(new() { ["Input.PatientId"] = "mother" });
        Assert.NotNull(mother.Page.QuerySelector("#health-link"));
    }

    [Fact]
    public async Task Who_does_not_act_for_the_patient_any_more_has_lost_the_summary_and_all_that_goes_with_it()
    {
        var practice = await Practice();
        using var mother = portal.As(practice, "mother");
        string[] addresses =
        [
            $"/{practice}/summary/child", $"/{practice}/summary/child/history", $"/{practice}/summary/child/send",
            $"/{practice}/summary/child/download/package", $"/{practice}/summary/child/download/pdf", $"/{practice}/fhir/R4/Binary/ccd-child",
        ];
        foreach (var address in addresses)
            Assert.Equal(HttpStatusCode.OK, await Status(mother, address));
        await mother.Open($"/{practice}/share/new");
        Assert.NotNull(mother.Page.QuerySelector("[value='child']"));
        await mother.Submit(new() { ["Input.PatientId"] = "child" });
        await mother.Open($"/{practice}/share");
        Assert.Contains("Leo Ortiz", mother.Text, StringComparison.Ordinal);

        await Save(practice, "child", "Leo", "stranger");

        foreach (var address in addresses)
            Assert.Equal(HttpStatusCode.NotFound, await Status(mother, address));
        await mother.Open($"/{practice}/share/new");
        Assert.Null(mother.Page.QuerySelector("[value='child']"));
        await mother.Open($"/{practice}/share");
        Assert.DoesNotContain("Leo Ortiz", mother.Text, StringComparison.Ordinal);
        using var stranger = portal.As(practice, "stranger");
        await stranger.Open($"/{practice}/share");
        Assert.Contains("Leo Ortiz", stranger.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_gateway_the_summary_goes_by_Direct_after_a_question_of_its_own()
    {
        var practice = await Practice();
        using var mother = portal.As(practice, "mother");
        await mother.Open($"/{practice}/summary/mother/send");
        Assert.DoesNotContain("cannot send securely", mother.Text, StringComparison.Ordinal);

        await mother.Submit(new() { ["Input.DirectTo"] = "nobody" });
        Assert.NotNull(mother.Page.QuerySelector("[name='Input.DirectTo'][aria-invalid]"));
        Assert.Null(mother.Page.QuerySelector("[name='Input.To'][aria-invalid]"));
        await mother.Submit(new() { ["Input.DirectTo"] = "office@direct.example.org" });

        Assert.Contains("office@direct.example.org", mother.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("E-mail is not encrypted", mother.Text, StringComparison.Ordinal);
        Assert.Equal(nameof(RecordCopyKind.Direct), mother.ValuesToSend("Input.Understood")["Input.Way"]);
        await mother.Submit(new() { ["Input.Understood"] = "false" });
        Assert.Contains("Tick the box", mother.Text, StringComparison.Ordinal);
        await mother.Open($"/{practice}/summary/mother/history");
        Assert.DoesNotContain("office@direct.example.org", mother.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_goes_by_Direct_is_the_document_alone_in_a_letter_that_tells_nothing()
    {
        var practice = await Practice();
        var to = $"office@{practice}.direct.example.org";
        using var mother = portal.As(practice, "mother");
        await mother.Open($"/{practice}/summary/mother/send");
        await mother.Submit(new() { ["Input.DirectTo"] = to });

        await mother.Submit(new() { ["Input.Understood"] = "true" });

        Assert.Contains($"on its way to {to}", mother.Text, StringComparison.Ordinal);
        var letter = await Eventually.Get(() => Task.FromResult(portal.Gateway.Taken.FirstOrDefault(one => one.To.Mailboxes.Any(mailbox => mailbox.Address == to))));
        Assert.Equal(VisitsPortal.DirectFrom, Assert.Single(letter.From.Mailboxes).Address);
        Assert.DoesNotContain("Ortiz", letter.Subject + letter.TextBody, StringComparison.OrdinalIgnoreCase);
        var attached = Assert.IsAssignableFrom<MimePart>(Assert.Single(letter.Attachments));
        Assert.Equal("CCD.xml", attached.FileName);
        using var content = new MemoryStream();
        await attached.Content!.DecodeToAsync(content);
        content.Position = 0;
        var document = XDocument.Load(content);
        Assert.Equal(("ClinicalDocument", "Ana"), (document.Root!.Name.LocalName, document.Descendants(_cda + "patient").Descendants(_cda + "given").First().Value));
        await mother.Open($"/{practice}/summary/mother/history");
        Assert.Contains(to, mother.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Documents_of_other_offices_are_no_pages_of_patients()
    {
        var practice = await Practice();
        var id = VisitsPortal.NewId();
        using (CallerScope.Use(new() { Practice = practice, Roles = Audience.FrontDesk, UserId = "u-desk", Name = "Fred Desk" }))
            VisitsPortal.Require(await portal.Grain<IReceivedDocumentGrain>(practice, id).Receive(new("mother", VisitsPortal.NewId(), "ccd.xml", 10, "", "Hospital")));
        using var mother = portal.As(practice, "mother");
        using var desk = portal.As(practice, "desk");

        // The sign-in of these tests says so; with the portal's own they do not exist.
        Assert.Equal(HttpStatusCode.Forbidden, await Status(mother, $"/{practice}/staff/patients/mother/summary"));
        Assert.Equal(HttpStatusCode.Forbidden, await Status(mother, $"/{practice}/staff/patients/mother/received/{id}"));
        Assert.Equal(HttpStatusCode.OK, await Status(desk, $"/{practice}/staff/patients/mother/summary"));
        Assert.Equal(HttpStatusCode.NotFound, await Status(desk, $"/{practice}/staff/patients/stranger/received/{id}"));
    }

    private async Task<bool> IsInTheTrail(string practice, string patient)
    {
        using var system = CallerScope.Use(Caller.System(practice));
        var trail = await portal.Grain<IAuditTrailGrain>(practice, IAuditTrailGrain.Id).Read(new(PatientId: patient));
        return trail.Entries.Any(entry => entry.Outcome is AuditOutcome.Refused && entry.Roles.HasFlag(Audience.Patient));
    }

    private async Task<string> Practice()
    {
        var practice = await portal.NewPractice();
        using var system = CallerScope.Use(Caller.System(practice));
        foreach (var (id, given) in new[] { ("mother", "Ana"), ("child", "Leo") })
        {
            await portal.Grain<IRecordGrain>(practice, id).Store([new()
            {
                Type = "Patient", Id = id,
                Json = $$"""{ "resourceType": "Patient", "id": "{{id}}", "name": [{ "given": ["{{given}}"], "family": "Ortiz" }], "birthDate": "1990-02-03", "gender": "female" }""",
            }]);
        }

        return practice;
    }

    private async Task Save(string practice, string id, string firstName, string guarantor)
    {
        using var system = CallerScope.Use(Caller.System(practice));
        var demographics = new Demographics { FirstName = firstName, LastName = "Ortiz", BirthDate = new DateOnly(1990, 2, 3), WirelessPhone = "312-555-0199" };
        VisitsPortal.Require(await portal.Grain<IPatientGrain>(practice, id).Save(
            new(VisitsPortal.NewId(), PatientStatus.Patient, demographics, guarantor, ImmutableArray<Representative>.Empty, "raman")));
    }

    private static async Task<HttpStatusCode> Status(PortalBrowser browser, string address)
    {
        using var answer = await browser.Http.GetAsync(address);
        return answer.StatusCode;
    }
}
