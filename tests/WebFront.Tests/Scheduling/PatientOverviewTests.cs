using AngleSharp.Dom;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Scheduling;
using Portal.Grains.Interfaces.Webmail;
using static Portal.WebFront.Tests.Scheduling.VisitsPortal;

namespace Portal.WebFront.Tests.Scheduling;

/// <summary>What the staff sees of a patient on one page: visits and conversations, and the way to a new visit.</summary>
[Collection(SharedVisits.Name)]
public sealed class PatientOverviewTests(VisitsPortal portal)
{
    [Fact]
    public async Task The_visits_to_come_stand_before_the_others_each_with_its_state_and_its_day()
    {
        var practice = await portal.NewPractice();
        var later = await portal.Schedule(practice, "child", Slot(14), "Cleaning");
        var next = await portal.Schedule(practice, "child", Slot(9), "Sealants");
        var cancelled = await portal.Schedule(practice, "child", Slot(11, "c2", "lee"), "Crown");
        await portal.Schedule(practice, "mother", Slot(10, "c2", "lee"), "Secret");
        using (CallerScope.Use(Caller.System(practice)))
        {
            Require(await portal.Grain<IAppointmentGrain>(practice, next).SetConfirmation(NewId(), ConfirmationStatus.Confirmed));
            Require(await portal.Grain<IAppointmentGrain>(practice, cancelled).Break(NewId(), BreakKind.Cancelled));
        }

        using var desk = portal.As(practice, "desk");
        await desk.Open($"/{practice}/staff/patients/child");

        var rows = desk.Page.QuerySelectorAll("#visits li");
        Assert.Equal([$"visit-{next}", $"visit-{later}", $"visit-{cancelled}"], rows.Select(row => row.Id));
        Assert.Equal(["Confirmed", "Not asked yet", "Cancelled"], rows.Select(row => row.QuerySelector(".chip")!.TextContent.Trim()));
        Assert.Contains("Sealants", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Dr. Priya Raman, Main Street", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Equal($"/{practice}/staff/day/visits/{next}", rows[0].QuerySelector("h3 a")!.GetAttribute("href"));
        Assert.Equal($"/{practice}/staff/day?location=main&date={Day:yyyy-MM-dd}", rows[0].QuerySelector("a[href*='/staff/day?']")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Who_is_no_patient_any_more_and_has_a_visit_in_the_book_is_told_of()
    {
        var practice = await portal.NewPractice();
        await portal.Schedule(practice, "stranger", Slot(14), "Cleaning");
        using var desk = portal.As(practice, "desk");
        await desk.Open($"/{practice}/staff/patients/stranger/edit");

        await desk.Submit(new() { ["Input.Status"] = "Deceased" });

        Assert.Contains("The changes were saved. A visit is still in the book: cancel it below if nobody comes.", desk.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_visit_begins_with_this_patient_for_who_may_book()
    {
        var practice = await portal.NewPractice();
        using var desk = portal.As(practice, "desk");
        using var billing = portal.As(practice, "billing");
        await desk.Open($"/{practice}/staff/patients/child");
        await billing.Open($"/{practice}/staff/patients/child");

        Assert.Null(billing.Page.QuerySelector("#visits a[href*='/day/new']"));
        await desk.Open(desk.Page.QuerySelector("#visits a[href*='/day/new']")!.GetAttribute("href")!);

        Assert.Equal("child", desk.Page.QuerySelector("input[name='patient']")!.GetAttribute("value"));
        Assert.Contains("Leo Ortiz", desk.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conversations_about_the_patient_lead_to_the_inbox_whoever_wrote_them()
    {
        var practice = await portal.NewPractice();
        var about = await Write(practice, "child", "Sealants for Leo");
        await Write(practice, "mother", "About myself");
        using var desk = portal.As(practice, "desk");

        await desk.Open($"/{practice}/staff/patients/child");

        var row = Assert.Single(desk.Page.QuerySelectorAll("#conversations .message-row"));
        Assert.Contains("Sealants for Leo", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("Needs an answer", row.TextContent, StringComparison.Ordinal);
        Assert.StartsWith($"/{practice}/staff/inbox/{about}", row.GetAttribute("href"), StringComparison.Ordinal);
        await desk.Open(row.GetAttribute("href")!);
        Assert.Contains("Sealants for Leo", desk.Text, StringComparison.Ordinal);
    }

    private async Task<string> Write(string practice, string about, string subject)
    {
        var id = NewId();
        using var mother = CallerScope.Use(new Caller { Practice = practice, Roles = Audience.Patient, UserId = "u-mother", PatientId = "mother", Name = "Ana Ortiz" });
        Require(await portal.Grain<IConversationGrain>(practice, id).Start(new(id, about, "pool:front-desk", subject, "Hello", [])));
        return id;
    }
}
