using Portal.WebFront.Pages.Staff;
using static Portal.WebFront.Tests.Scheduling.VisitsPortal;

namespace Portal.WebFront.Tests.Scheduling;

/// <summary>One person in two chairs, two colleagues at one visit.</summary>
public sealed partial class StaffDayTests
{
    [Theory]
    [InlineData(0, null, "No visits")]
    [InlineData(7, null, "7 visits, none to come")]
    [InlineData(1, "9:00 AM", "1 visit, next at 9:00 AM")]
    public void The_first_page_counts_what_is_over_too(int visits, string? next, string words) =>
        Assert.Equal(words, new PlaceToday("main", "Main Street", visits, 0, 0, next).Words);

    [Fact]
    public async Task Nobody_is_put_into_two_chairs_at_once_unasked()
    {
        var practice = await portal.NewPractice();
        await portal.Schedule(practice, "child", Slot());
        using var desk = portal.As(practice, "desk");
        await desk.Open($"/{practice}/staff/day/new?location=main&patient=child");

        await desk.Submit(Form("09:30", "c2", "lee", "Sealants"));
        var question = desk.Page.QuerySelector("#time-question")!.TextContent;
        Assert.Contains("Leo Ortiz has another visit at that time, 9:00 – 10:00 AM, Main Street. Is it meant?", question, StringComparison.Ordinal);
        Assert.DoesNotContain("The visit is in the book.", desk.Text, StringComparison.Ordinal);
        await desk.Press("#time-question button");

        Assert.Contains("The visit is in the book.", desk.Text, StringComparison.Ordinal);
        var second = desk.Page.QuerySelector("#chair-c2 .visit a")!.GetAttribute("href")!;
        await desk.Open(second);
        await desk.Submit(new() { ["Input.Start"] = "09:15" }, "Move");
        Assert.Contains("has another visit at that time", desk.Page.QuerySelector("#time-question")!.TextContent, StringComparison.Ordinal);
        await desk.Submit(new() { ["Input.Start"] = "10:00" }, "Move");
        Assert.Contains("The visit was moved.", desk.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_means_one_question_is_asked_the_other_as_well()
    {
        var practice = await portal.NewPractice();
        using var desk = portal.As(practice, "desk");
        var far = Form("09:00", "c1", "raman", "Sealants");
        far["Input.Date"] = $"{Day.AddYears(3):yyyy-MM-dd}";
        await desk.Open($"/{practice}/staff/day/new?location=main&patient=child");
        await desk.Submit(far);
        await desk.Press("#time-question button");
        await desk.Open($"/{practice}/staff/day/new?location=main&patient=child");

        await desk.Submit(new(far) { ["Input.Chair"] = "c2", ["Input.Provider"] = "lee" });
        Assert.Contains("has another visit at that time", desk.Page.QuerySelector("#time-question")!.TextContent, StringComparison.Ordinal);
        await desk.Press("#time-question button");
        Assert.Contains("This is more than 2 years ahead.", desk.Page.QuerySelector("#time-question")!.TextContent, StringComparison.Ordinal);
        await desk.Press("#time-question button");

        Assert.Contains("The visit is in the book.", desk.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_hour_at_which_nobody_works_is_asked_about()
    {
        var practice = await portal.NewPractice();
        using var desk = portal.As(practice, "desk");
        await desk.Open($"/{practice}/staff/day/new?location=main&patient=child");

        await desk.Submit(Form("22:00", "c1", "lee", "Sealants"));
        Assert.Contains("10:00 PM is an unusual hour. Is it meant?", desk.Page.QuerySelector("#time-question")!.TextContent, StringComparison.Ordinal);
        await desk.Submit(new() { ["Input.Start"] = "10:00" });

        Assert.Contains("The visit is in the book.", desk.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_longer_visit_stays_where_a_colleague_has_moved_it_meanwhile()
    {
        var practice = await portal.NewPractice();
        var id = await portal.Schedule(practice, "mother", Slot());
        using var first = portal.As(practice, "desk");
        using var second = portal.As(practice, "desk");
        await first.Open($"/{practice}/staff/day/visits/{id}");
        await second.Open($"/{practice}/staff/day/visits/{id}");

        await first.Submit(new() { ["Input.Start"] = "14:00" }, "Move");
        await second.Submit(new() { ["Input.Length"] = "90" }, "Move");
        await second.Open($"/{practice}/staff/day/visits/{id}");
        Assert.Equal("14:00", second.Page.QuerySelector("#Input_Start")!.GetAttribute("value"));
        Assert.Equal("90", second.Page.QuerySelector("#Input_Length option[selected]")!.GetAttribute("value"));
        await first.Submit(new() { ["Input.Start"] = "13:00" }, "Move");
        await second.Submit(new() { ["Input.Start"] = "15:00" }, "Move");

        Assert.Contains("Somebody else has changed this meanwhile. It is “1:00 PM” now. Move it once more", second.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_visit_that_a_colleague_has_moved_to_another_location_is_told_and_goes_where_the_form_shows()
    {
        var practice = await portal.NewPractice();
        var id = await portal.Schedule(practice, "mother", Slot());
        using var first = portal.As(practice, "desk");
        using var second = portal.As(practice, "desk");
        await first.Open($"/{practice}/staff/day/visits/{id}?location=west");
        await second.Open($"/{practice}/staff/day/visits/{id}");
        await first.Submit(new() { ["Input.Chair"] = "w1", ["Input.Provider"] = "raman" }, "Move");
        Assert.Contains("The visit was moved.", first.Text, StringComparison.Ordinal);

        await second.Submit(new() { ["Input.Length"] = "90" }, "Move");

        Assert.Equal(["Somebody else has moved this visit to West Side meanwhile. Move it once more if it shall be at West Side as it stands below."], Summary(second));
        Assert.Equal(("w1", "90"), (Chosen(second, "Chair"), Chosen(second, "Length")));
        await second.Submit([], "Move");
        Assert.Contains("The visit was moved.", second.Text, StringComparison.Ordinal);
        Assert.Contains("Op A, West Side", second.Page.QuerySelector("#visit")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_chose_a_location_hears_that_a_colleague_has_moved_the_visit_to_another()
    {
        var practice = await portal.NewPractice();
        var id = await portal.Schedule(practice, "mother", new("west", "w1", ["raman"], At(9), At(10)));
        using var first = portal.As(practice, "desk");
        using var second = portal.As(practice, "desk");
        using var third = portal.As(practice, "desk");
        await first.Open($"/{practice}/staff/day/visits/{id}?location=main");
        await second.Open($"/{practice}/staff/day/visits/{id}?location=west");
        await third.Open($"/{practice}/staff/day/visits/{id}?location=main");
        await first.Submit(new() { ["Input.Chair"] = "c1", ["Input.Provider"] = "lee" }, "Move");

        await third.Submit(new() { ["Input.Chair"] = "c2", ["Input.Provider"] = "lee" }, "Move");
        Assert.Contains("It is “Op 1” now.", Assert.Single(Summary(third)), StringComparison.Ordinal);
        await second.Submit(new() { ["Input.Start"] = "15:00" }, "Move");
        Assert.Contains("moved this visit to Main Street meanwhile", string.Join(" ", Summary(second)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_visit_that_a_colleague_has_taken_out_of_the_book_goes_back_only_when_that_is_meant()
    {
        var practice = await portal.NewPractice();
        var id = await portal.Schedule(practice, "mother", Slot());
        using var first = portal.As(practice, "desk");
        using var second = portal.As(practice, "desk");
        await first.Open($"/{practice}/staff/day/visits/{id}");
        await second.Open($"/{practice}/staff/day/visits/{id}");
        await first.Submit([], "Cancel");
        await first.Press("#sure button");

        await second.Submit(new() { ["Input.Length"] = "90" }, "Move");

        Assert.Equal(["Somebody else has taken this visit out of the book meanwhile. Schedule it to put it back as it stands below."], Summary(second));
        Assert.Equal("90", Chosen(second, "Length"));
        await second.Submit([], "Move");
        Assert.Contains("The visit was moved.", second.Text, StringComparison.Ordinal);
    }

    private static string? Chosen(PortalBrowser browser, string field) => browser.Page.QuerySelector($"#Input_{field} option[selected]")?.GetAttribute("value");
}
