using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using static Portal.WebFront.Tests.Scheduling.VisitsPortal;

namespace Portal.WebFront.Tests.Scheduling;

public sealed partial class StaffDayTests(VisitsPortal portal) : IClassFixture<VisitsPortal>
{
    private static string DayOf(string practice, string location = "main") => $"/{practice}/staff/day?location={location}&date={Day:yyyy-MM-dd}";

    [Fact]
    public async Task The_front_desk_finds_a_patient_and_puts_a_visit_into_the_book()
    {
        var practice = await portal.NewPractice();
        using var desk = portal.As(practice, "desk");
        await desk.Open($"/{practice}/staff/day/new?location=main&date={Day:yyyy-MM-dd}");
        await desk.Submit(new() { ["q"] = "Leo", ["location"] = "main" });
        Assert.DoesNotContain("Leo", desk.Path, StringComparison.Ordinal);
        var found = desk.Page.QuerySelectorAll("a.rows-in").Single(link => link.TextContent.Contains("Leo Ortiz", StringComparison.Ordinal));

        await desk.Open(found.GetAttribute("href")!);
        await desk.Submit(Form("09:30", "c2", "lee", "Sealants"));

        Assert.Equal(DayOf(practice), desk.Path);
        var visit = desk.Page.QuerySelector("#chair-c2 .visit")!;
        Assert.Contains("Leo Ortiz", visit.TextContent, StringComparison.Ordinal);
        Assert.Contains("Sealants, Dr. Joon Lee", visit.TextContent, StringComparison.Ordinal);
        Assert.Equal(("09:30", "10:30"), (visit.GetAttribute("data-at"), visit.GetAttribute("data-until")));
        Assert.Empty(desk.Page.QuerySelectorAll("#chair-c1 .visit"));
    }

    [Fact]
    public async Task A_taken_chair_is_said_beside_the_field_and_what_was_typed_stays()
    {
        var practice = await portal.NewPractice();
        await portal.Schedule(practice, "mother", Slot());
        using var desk = portal.As(practice, "desk");
        await desk.Open($"/{practice}/staff/day/new?location=main&date={Day:yyyy-MM-dd}&patient=child");

        await desk.Submit(Form("09:30", "c1", "lee", "Sealants"));

        Assert.Contains("Op 1 is not free", desk.Page.QuerySelector(".field-bad")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Sealants", desk.Page.QuerySelector("[name='Input.Reason']")!.GetAttribute("value"));
        Assert.Equal("09:30", desk.Page.QuerySelector("[name='Input.Start']")!.GetAttribute("value"));
        await desk.Submit(new() { ["Input.Chair"] = "c2" });
        Assert.Single(desk.Page.QuerySelectorAll("#chair-c2 .visit"));
    }

    [Fact]
    public async Task All_that_is_missing_is_said_at_once_in_the_summary_and_at_its_field()
    {
        var practice = await portal.NewPractice();
        using var desk = portal.As(practice, "desk");
        await desk.Open($"/{practice}/staff/day/new?location=main&patient=child");
        var form = Form("", "", "", "");
        form["Input.Date"] = "";

        await desk.Submit(form);

        string[] faults = ["Enter the day.", "Enter the time at which it begins, such as 9:30 AM.", "Choose a chair of this location.", "Choose who treats.", "Say in a few words what the visit is for."];
        Assert.Equal(faults, Summary(desk));
        Assert.Equal(faults, AtFields(desk));
        await desk.Submit(Form("09:00", "c1", "lee", "Sealants"));
        Assert.Equal(DayOf(practice), desk.Path);
    }

    [Fact]
    public async Task A_move_says_at_once_what_is_missing_and_keeps_what_was_typed()
    {
        var practice = await portal.NewPractice();
        var id = await portal.Schedule(practice, "mother", Slot());
        using var desk = portal.As(practice, "desk");
        await desk.Open($"/{practice}/staff/day/visits/{id}");

        await desk.Submit(new() { ["Input.Date"] = "", ["Input.Start"] = "", ["Input.Chair"] = "c2", ["Input.Provider"] = "" }, "Move");

        string[] faults = ["Enter the day.", "Enter the time at which it begins, such as 9:30 AM.", "Choose who treats."];
        Assert.Equal(faults, Summary(desk));
        Assert.Equal("c2", desk.Page.QuerySelector("[name='Input.Chair'] option[selected]")!.GetAttribute("value"));
        Assert.Equal("", desk.Page.QuerySelector("[name='Input.Start']")!.GetAttribute("value") ?? "");
    }

    [Fact]
    public async Task A_break_says_at_once_all_that_is_missing()
    {
        var practice = await portal.NewPractice();
        using var desk = portal.As(practice, "desk");
        await desk.Open($"/{practice}/staff/day/break?location=main");

        await desk.Submit(new() { ["Input.Resource"] = "", ["Input.Date"] = "", ["Input.Start"] = "14:00", ["Input.End"] = "13:00", ["Input.Label"] = "" });

        string[] faults = ["Choose a chair or a provider of the practice.", "Enter the day.", "The break must end after it begins.", "Say in at most 60 characters what the break is."];
        Assert.Equal(faults.Order(), Summary(desk).Order());
        Assert.Equal(faults.Order(), AtFields(desk).Order());
    }

    [Fact]
    public async Task A_year_that_was_mistyped_is_said_and_a_day_far_ahead_is_asked_about()
    {
        var practice = await portal.NewPractice();
        using var desk = portal.As(practice, "desk");
        await desk.Open($"/{practice}/staff/day/new?location=main&patient=child");
        var form = Form("09:00", "c1", "lee", "Sealants");

        form["Input.Date"] = $"{Day.AddYears(100):yyyy-MM-dd}";
        await desk.Submit(form);
        Assert.Equal(["This day is more than 10 years from today. Check the year."], Summary(desk));
        form["Input.Date"] = "0026-03-02";
        await desk.Submit(form);
        Assert.Equal(["There is no such day in an appointment book. Check the year."], Summary(desk));
        form["Input.Date"] = $"{Day.AddYears(3):yyyy-MM-dd}";
        await desk.Submit(form);

        var question = desk.Page.QuerySelector("#time-question")!.TextContent;
        Assert.Contains("This is more than 2 years ahead. Is it meant?", question, StringComparison.Ordinal);
        Assert.Contains($"{Day.AddYears(3).Year}", question, StringComparison.Ordinal);
        await desk.Press("#time-question button");
        Assert.Equal($"/{practice}/staff/day?location=main&date={Day.AddYears(3):yyyy-MM-dd}", desk.Path);
        Assert.Single(desk.Page.QuerySelectorAll("#chair-c1 .visit"));
    }

    [Fact]
    public async Task A_call_back_stays_on_every_day_until_it_is_handled()
    {
        var practice = await portal.NewPractice();
        await portal.Schedule(practice, "child", Slot());
        using var mother = portal.As(practice, "mother");
        await (await mother.Open($"/{practice}/appointments")).Submit([], "Callback");
        Assert.Contains("will call you", mother.Text, StringComparison.Ordinal);
        using var desk = portal.As(practice, "desk");

        await desk.Open($"/{practice}/staff/day?location=west");
        var banner = desk.Page.QuerySelector("#call-backs")!.TextContent;
        Assert.Contains("Ana Ortiz asks for a call", banner, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"About the visit of Leo Ortiz on {Day:dddd, MMMM d}"), banner, StringComparison.Ordinal);
        Assert.Contains(", at 9:00 AM, Main Street.", banner, StringComparison.Ordinal);
        Assert.Equal("tel:312-555-0199".Replace("-", "", StringComparison.Ordinal), desk.Page.QuerySelector("#call-backs a[href^='tel:']")!.GetAttribute("href"));
        await desk.Submit([], "Called");

        Assert.Contains("location=west", desk.Path, StringComparison.Ordinal);
        Assert.DoesNotContain("asks for a call", desk.Text, StringComparison.Ordinal);
    }

    /// <summary>The mother asked about her child's visit: it is she who is to be called, wherever the call shows.</summary>
    [Fact]
    public async Task Whoever_asked_for_a_call_is_named_with_the_number_and_the_visit_on_the_first_page_and_at_the_visit()
    {
        var practice = await portal.NewPractice();
        var id = await portal.Schedule(practice, "child", Slot());
        using var mother = portal.As(practice, "mother");
        await (await mother.Open($"/{practice}/appointments")).Submit([], "Callback");
        using var desk = portal.As(practice, "desk");

        await desk.Open($"/{practice}/staff");
        var row = desk.Page.QuerySelector($"#call-{id}")!;
        Assert.Contains("Ana Ortiz asks for a call", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("About the visit of Leo Ortiz on", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("at 9:00 AM, Main Street.", row.TextContent, StringComparison.Ordinal);
        Assert.Equal("312-555-0199", row.QuerySelector("a[href^='tel:']")!.TextContent.Trim());
        await desk.Open(row.QuerySelector("a[href*='/visits/']")!.GetAttribute("href")!);

        Assert.Contains("Ana Ortiz asks for a call", desk.Page.QuerySelector("#visit")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(desk.Page.QuerySelector("#visit a[href='tel:3125550199']"));
        await desk.Submit(new() { ["status"] = "Unconfirmed" });
        await desk.Submit(new() { ["status"] = "EConfirmCallBack" });
        Assert.Contains("Call Leo Ortiz back", desk.Page.QuerySelector("#visit")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_that_is_over_is_asked_about_without_a_script_and_another_one_is_asked_about_again()
    {
        var practice = await portal.NewPractice();
        using var desk = portal.As(practice, "desk");
        var form = Form("09:00", "c1", "lee", "Sealants");
        form["Input.Date"] = $"{Day.AddDays(-14):yyyy-MM-dd}";
        await desk.Open($"/{practice}/staff/day/new?location=main&patient=child");

        await desk.Submit(form);
        Assert.Contains("This time is over. Is it meant?", desk.Page.QuerySelector("#time-question")!.TextContent, StringComparison.Ordinal);
        Assert.Null(desk.Page.QuerySelector(".error-summary"));
        await desk.Submit(new() { ["Input.Start"] = "10:00" });
        Assert.Contains("at 10:00 AM", desk.Page.QuerySelector("#time-question")!.TextContent, StringComparison.Ordinal);
        await desk.Press("#time-question button");

        Assert.Equal($"/{practice}/staff/day?location=main&date={Day.AddDays(-14):yyyy-MM-dd}", desk.Path);
        var visit = Assert.Single(desk.Page.QuerySelectorAll("#chair-c1 .visit"));
        Assert.Equal("10:00", visit.GetAttribute("data-at"));
    }

    [Fact]
    public async Task To_move_into_the_past_is_asked_about_too()
    {
        var practice = await portal.NewPractice();
        var id = await portal.Schedule(practice, "mother", Slot());
        using var desk = portal.As(practice, "desk");
        await desk.Open($"/{practice}/staff/day/visits/{id}");

        await desk.Submit(new() { ["Input.Date"] = $"{Day.AddDays(-14):yyyy-MM-dd}" }, "Move");
        Assert.Contains("This time is over. Is it meant?", desk.Page.QuerySelector("#time-question")!.TextContent, StringComparison.Ordinal);
        await desk.Press("#time-question button");

        Assert.Contains("The visit was moved.", desk.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chair_and_a_provider_that_are_both_taken_are_both_named()
    {
        var practice = await portal.NewPractice();
        await portal.Schedule(practice, "mother", Slot());
        using var desk = portal.As(practice, "desk");
        await desk.Open($"/{practice}/staff/day/new?location=main&date={Day:yyyy-MM-dd}&patient=child");

        await desk.Submit(Form("09:30", "c1", "raman", "Sealants"));

        var errors = desk.Page.QuerySelector(".error-summary")!.TextContent;
        Assert.Contains("Op 1 is not free", errors, StringComparison.Ordinal);
        Assert.Contains("Dr. Priya Raman is not free", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_visit_is_moved_to_another_location_cancelled_and_brought_back()
    {
        var practice = await portal.NewPractice();
        var id = await portal.Schedule(practice, "mother", Slot());
        using var desk = portal.As(practice, "desk");

        await desk.Open($"/{practice}/staff/day/visits/{id}?location=west");
        await desk.Submit(new() { ["Input.Start"] = "10:00", ["Input.Chair"] = "w1", ["Input.Provider"] = "raman" }, "Move");
        Assert.Contains("The visit was moved.", desk.Text, StringComparison.Ordinal);
        Assert.Contains("10:00 – 11:00 AM", desk.Page.QuerySelector("#visit")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Mountain Time", desk.Page.QuerySelector("#visit")!.TextContent, StringComparison.Ordinal);

        await desk.Submit([], "Cancel");
        Assert.Contains("Cancel this visit?", desk.Page.QuerySelector("#sure")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Cancelled", desk.Page.QuerySelector("#visit .chip")!.TextContent, StringComparison.Ordinal);
        await desk.Press("#sure button");
        Assert.Contains("Cancelled", desk.Page.QuerySelector("#visit .chip")!.TextContent, StringComparison.Ordinal);
        await desk.Open(DayOf(practice, "west"));
        Assert.Empty(desk.Page.QuerySelectorAll(".chair .visit"));
        Assert.Contains("Ana Ortiz", desk.Page.QuerySelector("[aria-labelledby='others']")!.TextContent, StringComparison.Ordinal);

        await desk.Open($"/{practice}/staff/day/visits/{id}");
        await desk.Submit([], "Move");
        await desk.Open(DayOf(practice, "west"));
        Assert.Single(desk.Page.QuerySelectorAll("#chair-w1 .visit"));
    }

    [Fact]
    public async Task Staff_sets_the_confirmation_and_cannot_complete_a_later_day()
    {
        var practice = await portal.NewPractice();
        var id = await portal.Schedule(practice, "mother", Slot());
        using var desk = portal.As(practice, "desk");
        await desk.Open($"/{practice}/staff/day/visits/{id}");

        await desk.Submit(new() { ["status"] = "LeftMessage" });
        Assert.Contains("Message left", desk.Page.QuerySelector("#visit .chip")!.TextContent, StringComparison.Ordinal);
        await desk.Submit([], "Complete");

        Assert.Contains("on a later day", desk.Page.QuerySelector(".error-summary")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Blocked_time_shows_in_the_chair_and_can_be_opened_again()
    {
        var practice = await portal.NewPractice();
        using var desk = portal.As(practice, "desk");
        await desk.Open($"/{practice}/staff/day/break?location=main&date={Day:yyyy-MM-dd}");

        await desk.Submit(new() { ["Input.Resource"] = "chair:c1", ["Input.Label"] = "Repair" });

        Assert.Equal(DayOf(practice), desk.Path);
        var block = desk.Page.QuerySelector("#chair-c1 .visit-block")!;
        Assert.Contains("Repair", block.TextContent, StringComparison.Ordinal);
        Assert.Equal(("12:00", "13:00"), (block.GetAttribute("data-at"), block.GetAttribute("data-until")));
        await desk.Submit([], "Unblock");
        Assert.Empty(desk.Page.QuerySelectorAll(".visit-block"));
    }

    /// <summary>The time crosses 09:00 UTC, where one book of the chair ends and the next begins; people know nothing of it.</summary>
    [Fact]
    public async Task Time_that_two_books_share_is_blocked_and_opened_in_one_act()
    {
        var practice = await portal.NewPractice();
        using var desk = portal.As(practice, "desk");
        await desk.Open($"/{practice}/staff/day/break?location=main&date={Day:yyyy-MM-dd}");

        await desk.Submit(new() { ["Input.Resource"] = "chair:c1", ["Input.Label"] = "Works", ["Input.Start"] = "02:30", ["Input.End"] = "04:30" });

        Assert.Equal(DayOf(practice), desk.Path);
        var block = Assert.Single(desk.Page.QuerySelectorAll("#chair-c1 .visit-block"));
        Assert.Equal(("02:30", "04:30"), (block.GetAttribute("data-at"), block.GetAttribute("data-until")));
        await desk.Submit([], "Unblock");
        Assert.Empty(desk.Page.QuerySelectorAll(".visit-block"));
    }

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    [InlineData("someday")]
    public async Task A_day_that_no_book_has_is_today(string date)
    {
        var practice = await portal.NewPractice();
        using var desk = portal.As(practice, "desk");
        await desk.Open($"/{practice}/staff/day?location=main");
        var today = desk.Page.QuerySelector("h1")!.TextContent;

        await desk.Open($"/{practice}/staff/day?location=main&date={date}");

        Assert.Equal(HttpStatusCode.OK, desk.Status);
        Assert.Equal(today, desk.Page.QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task Billing_reads_the_book_and_patients_do_not()
    {
        var practice = await portal.NewPractice();
        var id = await portal.Schedule(practice, "mother", Slot());
        using var billing = portal.As(practice, "billing");
        using var mother = portal.As(practice, "mother");

        await billing.Open(DayOf(practice));
        Assert.Single(billing.Page.QuerySelectorAll("#chair-c1 .visit"));
        Assert.DoesNotContain("New visit", billing.Text, StringComparison.Ordinal);
        await billing.Open($"/{practice}/staff/day/visits/{id}");
        Assert.Empty(billing.Page.QuerySelectorAll("main form[method='post']"));
        await mother.Open(DayOf(practice));
        Assert.NotEqual(HttpStatusCode.OK, mother.Status);
        await mother.Open($"/{practice}/staff/day/visits/{id}");
        Assert.NotEqual(HttpStatusCode.OK, mother.Status);
    }

    [Fact]
    public async Task A_day_with_an_early_and_a_late_visit_is_as_long_as_it_must_be()
    {
        var practice = await portal.NewPractice();
        await portal.Schedule(practice, "mother", Slot(6));
        await portal.Schedule(practice, "child", Slot(23, "c2", "lee"));
        using var desk = portal.As(practice, "desk");

        await desk.Open(DayOf(practice));

        var day = desk.Page.QuerySelector("#day")!;
        Assert.Equal(("06", "18"), (day.GetAttribute("data-open"), day.GetAttribute("data-hours")));
        Assert.Equal("24:00", desk.Page.QuerySelector("#chair-c2 .visit")!.GetAttribute("data-until"));
    }

    private static IEnumerable<string> Summary(PortalBrowser browser) =>
        browser.Page.QuerySelectorAll(".error-summary li").Select(line => line.TextContent.Trim());

    private static IEnumerable<string> AtFields(PortalBrowser browser) => browser.Page.QuerySelectorAll(".field-errors .field-error")
        .Select(line => line.TextContent.Replace("Error: ", "", StringComparison.Ordinal).Trim());

    private static Dictionary<string, string> Form(string start, string chair, string provider, string reason) => new()
    {
        ["Input.Date"] = $"{Day:yyyy-MM-dd}",
        ["Input.Start"] = start,
        ["Input.Chair"] = chair,
        ["Input.Provider"] = provider,
        ["Input.Reason"] = reason,
    };
}
