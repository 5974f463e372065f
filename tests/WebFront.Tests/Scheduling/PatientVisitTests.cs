using System.Net;
using AngleSharp.Dom;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Scheduling;
using static Portal.WebFront.Tests.Scheduling.VisitsPortal;

namespace Portal.WebFront.Tests.Scheduling;

public sealed class PatientVisitTests(VisitsPortal portal) : IClassFixture<VisitsPortal>
{
    [Fact]
    public async Task The_next_visit_of_the_family_stands_on_top_and_asks_to_be_confirmed()
    {
        var practice = await portal.NewPractice();
        await portal.Schedule(practice, "mother", Slot(14), "Cleaning");
        await portal.Schedule(practice, "child", Slot(9), "Sealants");
        await portal.Schedule(practice, "stranger", Slot(11), "Secret");
        using var browser = portal.As(practice, "mother");

        await browser.Open($"/{practice}/appointments");

        var hero = browser.Page.QuerySelector("#next-visit")!.TextContent;
        Assert.Contains("Leo Ortiz", hero, StringComparison.Ordinal);
        Assert.Contains("9:00 AM", hero, StringComparison.Ordinal);
        Assert.Contains("Central Time", hero, StringComparison.Ordinal);
        Assert.Contains("Sealants", hero, StringComparison.Ordinal);
        Assert.Contains("Dr. Priya Raman", hero, StringComparison.Ordinal);
        Assert.Contains("Action needed", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Please confirm 2 visits.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Cleaning", browser.Page.QuerySelector("[aria-labelledby='scheduled']")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Secret", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(0)]
    public async Task A_made_up_time_confirms_nothing(long seen)
    {
        var practice = await portal.NewPractice();
        await portal.Schedule(practice, "child", Slot());
        using var browser = portal.As(practice, "mother");

        await (await browser.Open($"/{practice}/appointments")).Submit(new() { ["seen"] = seen.ToString(System.Globalization.CultureInfo.InvariantCulture) }, "Confirm");

        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.NotNull(browser.Page.QuerySelector(".error-summary"));
        Assert.Contains("Action needed", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirming_is_one_click_without_scripts_and_the_buttons_go_away()
    {
        var practice = await portal.NewPractice();
        await portal.Schedule(practice, "child", Slot());
        using var browser = portal.As(practice, "mother");

        await (await browser.Open($"/{practice}/appointments")).Submit([], "Confirm");

        Assert.Equal($"/{practice}/appointments", browser.Path);
        Assert.Contains("sees that this visit is confirmed", browser.Page.QuerySelector("[role='status']")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Confirmed", browser.Page.QuerySelector("#next-visit .chip")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(browser.Page.QuerySelectorAll("#next-visit form"));
        Assert.DoesNotContain("Action needed", browser.Text, StringComparison.Ordinal);
    }

    /// <summary>Domain.md C2: what is confirmed is not answered again; whoever cannot come calls.</summary>
    [Fact]
    public async Task A_confirmed_visit_offers_no_call_and_says_whom_to_call()
    {
        var practice = await portal.NewPractice();
        await portal.Schedule(practice, "child", Slot());
        using var early = portal.As(practice, "mother");
        await early.Open($"/{practice}/appointments");
        using var browser = portal.As(practice, "mother");
        await (await browser.Open($"/{practice}/appointments")).Submit([], "Confirm");

        Assert.DoesNotContain("Ask for a call", browser.Text, StringComparison.Ordinal);
        Assert.Equal("tel:3125550100", browser.Page.QuerySelector("#next-visit a[href^='tel:']")!.GetAttribute("href"));
        await early.Submit([], "Callback");

        Assert.Contains("Please call the practice", early.Page.QuerySelector(".error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Confirmed", early.Page.QuerySelector("#next-visit .chip")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_asked_for_a_call_reads_that_it_will_come()
    {
        var practice = await portal.NewPractice();
        await portal.Schedule(practice, "child", Slot());
        using var browser = portal.As(practice, "mother");

        await (await browser.Open($"/{practice}/appointments")).Submit([], "Callback");

        Assert.Contains("The practice will call you about this visit.", browser.Page.QuerySelector("#next-visit")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(browser.Page.QuerySelectorAll("#next-visit form"));
        var chip = browser.Page.QuerySelector("#next-visit .chip")!;
        Assert.Equal("Waiting for a call", chip.TextContent.Trim());
        Assert.DoesNotContain("bad", chip.ClassName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_visit_that_the_practice_cancelled_stays_in_the_list_and_says_so()
    {
        var practice = await portal.NewPractice();
        var cancelled = await portal.Schedule(practice, "child", Slot(9), "Sealants");
        var freed = await portal.Schedule(practice, "mother", Slot(14), "Cleaning");
        using (CallerScope.Use(Caller.System(practice)))
        {
            Require(await portal.Grain<IAppointmentGrain>(practice, cancelled).Break(NewId(), BreakKind.Cancelled));
            Require(await portal.Grain<IAppointmentGrain>(practice, freed).Unschedule(NewId()));
        }

        using var browser = portal.As(practice, "mother");
        foreach (var page in new[] { $"/{practice}/appointments", $"/{practice}" })
        {
            await browser.Open(page);

            var visit = browser.Page.QuerySelector($"#called-off #visit-{cancelled}")!;
            Assert.Contains("This visit was cancelled.", visit.TextContent, StringComparison.Ordinal);
            Assert.Contains("Leo Ortiz", visit.TextContent, StringComparison.Ordinal);
            Assert.Equal("Cancelled", visit.QuerySelector(".chip")!.TextContent.Trim());
            Assert.Equal("tel:3125550100", visit.QuerySelector("a[href^='tel:']")!.GetAttribute("href"));
            Assert.Contains("does not take place at this time", browser.Page.QuerySelector($"#called-off #visit-{freed}")!.TextContent, StringComparison.Ordinal);
            Assert.Contains("No visit is planned", browser.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_visit_that_moved_meanwhile_is_not_confirmed_unseen()
    {
        var practice = await portal.NewPractice();
        var id = await portal.Schedule(practice, "mother", Slot());
        using var browser = portal.As(practice, "mother");
        await browser.Open($"/{practice}/appointments");
        using (CallerScope.Use(Caller.System(practice)))
            Require(await portal.Grain<IAppointmentGrain>(practice, id).Move(new(NewId(), Slot(15))));

        await browser.Submit([], "Confirm");

        Assert.Contains("time of this visit has changed", browser.Page.QuerySelector(".error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("3:00 PM", browser.Page.QuerySelector("#next-visit")!.TextContent, StringComparison.Ordinal);
        await browser.Submit([], "Confirm");
        Assert.Contains("Confirmed", browser.Page.QuerySelector("#next-visit .chip")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_calendar_file_is_for_those_who_may_see_the_visit()
    {
        var practice = await portal.NewPractice();
        var id = await portal.Schedule(practice, "child", Slot());
        using var mother = portal.As(practice, "mother");
        using var stranger = portal.As(practice, "stranger");

        using var file = await mother.Http.GetAsync($"/{practice}/appointments/{id}/calendar.ics");
        await stranger.Open($"/{practice}/appointments/{id}/calendar.ics");

        Assert.Equal("text/calendar", file.Content.Headers.ContentType!.MediaType);
        var text = await file.Content.ReadAsStringAsync();
        Assert.Contains($"DTSTART:{At(9):yyyyMMdd'T'HHmmss'Z'}", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Crown", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, stranger.Status);
    }

    [Fact]
    public async Task A_stranger_cannot_answer_for_somebody_else()
    {
        var practice = await portal.NewPractice();
        var theirs = await portal.Schedule(practice, "mother", Slot());
        await portal.Schedule(practice, "stranger", Slot(11));
        using var stranger = portal.As(practice, "stranger");
        await stranger.Open($"/{practice}/appointments");

        await stranger.Submit(new() { ["id"] = theirs }, "Confirm");

        Assert.Contains("There is no such visit", stranger.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_the_page_s_token_is_refused()
    {
        var practice = await portal.NewPractice();
        var id = await portal.Schedule(practice, "mother", Slot());
        using var browser = portal.As(practice, "mother");

        using var content = new FormUrlEncodedContent(new Dictionary<string, string> { ["id"] = id, ["seen"] = $"{At(9).ToUnixTimeSeconds()}" });
        using var answer = await browser.Http.PostAsync($"/{practice}/appointments?handler=Confirm", content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Empty(portal.Warnings.Of("Microsoft.AspNetCore.Antiforgery"));
    }

    [Fact]
    public async Task Home_shows_the_next_visit_the_messages_and_how_to_reach_the_practice()
    {
        var practice = await portal.NewPractice();
        await portal.Schedule(practice, "mother", Slot());
        await portal.Schedule(practice, "child", Slot(10));
        using var browser = portal.As(practice, "mother");

        await browser.Open($"/{practice}");

        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains("9:00 AM", browser.Page.QuerySelector("#next-visit")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Leo Ortiz", browser.Page.QuerySelector("[aria-labelledby='waiting']")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("312-555-0101", browser.Page.QuerySelector("[aria-labelledby='contact']")!.TextContent, StringComparison.Ordinal);
        await browser.Submit([], "Confirm");
        Assert.Equal($"/{practice}/appointments", browser.Path);
    }

    [Fact]
    public async Task Whoever_has_no_visit_is_told_how_to_get_one()
    {
        var practice = await portal.NewPractice();
        using var browser = portal.As(practice, "stranger");

        await browser.Open($"/{practice}/appointments");

        Assert.Contains("No visit is planned", browser.Text, StringComparison.Ordinal);
    }
}
