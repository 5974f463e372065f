using AngleSharp.Html.Dom;
using System.Net;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;
using Portal.WebFront.Tests.Patients;

namespace Portal.WebFront.Tests.Practices;

[Collection(SharedPeoplePortal.Name)]
public sealed class SettingsPagesTests(PeoplePortal portal)
{
    private const string Settings = $"/{PeoplePortal.Practice}/staff/settings";

    [Theory]
    [InlineData("")]
    [InlineData("/profile")]
    [InlineData("/policies")]
    [InlineData("/staff")]
    [InlineData("/staff/ada")]
    public async Task Settings_are_for_administrators(string page)
    {
        using var desk = await portal.SignedIn("fred");
        using var administrator = await portal.SignedIn("ada");

        await desk.Open(Settings + page);
        await administrator.Open(Settings + page);

        Assert.Equal(HttpStatusCode.NotFound, desk.Status);
        Assert.Equal(HttpStatusCode.OK, administrator.Status);
    }

    [Fact]
    public async Task A_bad_profile_comes_back_with_its_errors()
    {
        using var browser = await portal.SignedIn("ada");
        await browser.Open($"{Settings}/profile");

        await browser.Submit(new() { ["Input.PatientFacingUrl"] = "http://smile.example", ["Input.Email"] = "x" });

        Assert.Contains("The patient-facing URL must begin with https://.", browser.Text, StringComparison.Ordinal);
        Assert.Equal(2, browser.Page.QuerySelectorAll(".error-summary li").Length);
    }

    [Fact]
    public async Task A_chair_without_a_name_and_a_number_is_told_both()
    {
        using var browser = await portal.SignedIn("ada");
        await browser.Open($"{Settings}/chairs");

        await browser.Submit(new() { ["Input.Name"] = "", ["Input.Order"] = "", ["Input.LocationId"] = "main" });

        Assert.Equal(
            ["Enter the name of the chair.", "The order is a number from 0 to 999."],
            browser.Page.QuerySelectorAll(".error-summary li").Select(line => line.TextContent.Trim()));
    }

    /// <summary>Half a day is sent as none, and the server would take it for emptied: only the browser knows better.</summary>
    [Theory]
    [InlineData("settings/chairs", true)]
    [InlineData("patients/new", false)]
    public async Task The_server_tells_what_is_wrong_but_for_days_that_are_half_filled_in(string page, bool byServer)
    {
        using var browser = await portal.SignedIn("ada");

        await browser.Open($"/{PeoplePortal.Practice}/staff/{page}");

        var form = browser.Page.QuerySelectorAll("form[method=post]").Single(form => form.QuerySelector("[name='Before'], [name^='Input.']") is not null);
        Assert.Equal(byServer, form.HasAttribute("novalidate"));
    }

    [Fact]
    public async Task A_second_chair_of_the_same_name_is_refused_where_the_first_stands()
    {
        using var browser = await portal.SignedIn("ada");
        await Save(browser, "/chairs", new() { ["Input.Name"] = "Twin chair", ["Input.LocationId"] = "main" });

        await browser.Open($"{Settings}/chairs");
        await browser.Submit(new() { ["Input.Name"] = " twin chair ", ["Input.LocationId"] = "main" });

        Assert.Contains("at this location already.", browser.Page.QuerySelector(".error-summary")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Locations_providers_chairs_and_inboxes_are_added()
    {
        using var browser = await portal.SignedIn("ada");

        await Save(browser, "/locations", new() { ["Input.Name"] = "Lake Street", ["Input.TimeZone"] = "America/Denver" });
        await Save(browser, "/chairs", new() { ["Input.Name"] = "Op 7", ["Input.LocationId"] = "main" });
        await Save(browser, "/inboxes", new() { ["Input.Name"] = "Billing office", ["Input.About"] = "Bills" });

        foreach (var name in new[] { "Lake Street", "America/Denver", "Op 7", "Billing office" })
            Assert.Contains(name, browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_in_use_any_more_is_offered_nowhere()
    {
        using var browser = await portal.SignedIn("ada");
        await Save(browser, "/locations", new() { ["Input.Name"] = "Old Mill", ["Input.TimeZone"] = "America/Chicago" });
        await Save(browser, "/chairs", new() { ["Input.Name"] = "Op 99", ["Input.LocationId"] = "main" });
        await Save(browser, "/providers", new() { ["Input.Name"] = "Dr. Quill", ["Input.Kind"] = "Dentist", ["Input.LocationIds"] = "main" });
        await Save(browser, "/inboxes", new() { ["Input.Name"] = "Old inbox", ["Input.About"] = "" });
        var patient = PeoplePortal.NewId();
        await portal.Add(patient);
        var visit = $"day/new?location=main&patient={patient}";
        await browser.Open($"/{PeoplePortal.Practice}/staff/{visit}");
        Assert.Contains("Op 99", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Dr. Quill", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Old Mill", (await Day(browser)).Text, StringComparison.Ordinal);

        foreach (var name in new[] { "Old Mill", "Op 99", "Dr. Quill", "Old inbox" })
            await TakeOut(browser, name);

        foreach (var word in new[] { "Closed", "Not in use", "Left" })
            Assert.Contains(word, browser.Text, StringComparison.Ordinal);
        foreach (var page in new[] { visit, "day", "inbox/compose", "settings/staff", "settings/chairs" })
        {
            await browser.Open($"/{PeoplePortal.Practice}/staff/{page}");
            Assert.Equal(HttpStatusCode.OK, browser.Status);
            foreach (var name in new[] { "Old Mill", "Op 99", "Dr. Quill", "Old inbox" })
                Assert.DoesNotContain(name, browser.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_still_booked_where_something_is_taken_out_of_use_is_told_and_stays_in_sight()
    {
        using var browser = await portal.SignedIn("ada");
        await Save(browser, "/locations", new() { ["Input.Name"] = "Far Mill", ["Input.TimeZone"] = "America/Chicago" });
        var far = (await Practice()).Locations.Single(one => one.Name == "Far Mill").Id;
        await Save(browser, "/chairs", new() { ["Input.Name"] = "Op 98", ["Input.LocationId"] = far });
        await Save(browser, "/providers", new() { ["Input.Name"] = "Dr. Last", ["Input.Kind"] = "Dentist", ["Input.LocationIds"] = far });
        var practice = await Practice();
        var patient = PeoplePortal.NewId();
        await portal.Add(patient);
        var day = LocalTime.DayOf(LocalTime.Zone("America/Chicago"), TimeProvider.System.GetUtcNow()).AddDays(2);
        var start = LocalTime.Instant(LocalTime.Zone("America/Chicago"), day, new(10, 0))!.Value;
        var slot = new Slot(far, practice.Chairs.Single(one => one.Name == "Op 98").Id, [practice.Providers.Single(one => one.Name == "Dr. Last").Id], start, start.AddMinutes(30));
        var visit = PeoplePortal.NewId();
        var booked = await PeoplePortal.AsSystem(() => portal.Grain<IAppointmentGrain>(PeoplePortal.Practice, visit).Schedule(new(PeoplePortal.NewId(), patient, slot, "Filling", [], TimeIsMeant: true)));
        Assert.Empty(booked.Problems);

        foreach (var name in new[] { "Dr. Last", "Op 98", "Far Mill" })
        {
            await TakeOut(browser, name);
            Assert.Contains("One visit is still booked there", browser.Text, StringComparison.Ordinal);
            await browser.Open(browser.Page.QuerySelectorAll("th a").Single(link => link.TextContent == name).GetAttribute("href")!);
            Assert.NotNull(browser.Page.QuerySelector($"a[href$='/day/visits/{visit}']"));
        }

        string[] Tabs() => [.. browser.Page.QuerySelectorAll(".tab-bar a").Select(tab => tab.TextContent)];
        await browser.Open($"/{PeoplePortal.Practice}/staff/day?location=main&date={day:yyyy-MM-dd}");
        Assert.Contains("Far Mill", Tabs());
        await browser.Open($"/{PeoplePortal.Practice}/staff/day?location=main&date={day.AddDays(1):yyyy-MM-dd}");
        Assert.DoesNotContain("Far Mill", Tabs());
    }

    [Fact]
    public async Task Another_time_zone_is_asked_about_before_the_visits_in_the_book_get_another_hour()
    {
        using var browser = await portal.SignedIn("ada");
        await browser.Open($"{Settings}/locations");
        await browser.Submit(new() { ["Input.Name"] = "Clock Street", ["Input.TimeZone"] = "America/Chicago" });
        var link = browser.Page.QuerySelectorAll("a[href*='/settings/locations/']").First(one => one.ParentElement!.ParentElement!.TextContent.Contains("Clock Street", StringComparison.Ordinal));
        await browser.Open(link.GetAttribute("href")!);

        await browser.Submit(new() { ["Input.TimeZone"] = "Asia/Tokyo", ["Input.Phone"] = "312-555-0144" });
        Assert.Matches(@"what is at 9:00 AM is then at (11:00 PM|12:00 AM of the day after)\.", browser.Page.QuerySelector("#zone-question")!.TextContent);
        ((IHtmlInputElement)browser.Page.QuerySelector("[name='Input.TimeZone']")!).Value = "Europe/Berlin";
        await browser.Press("#zone-question button");
        Assert.Matches(@"what is at 9:00 AM is then at [345]:00 PM\.", browser.Page.QuerySelector("#zone-question")!.TextContent);
        await browser.Press("#zone-question button");

        var practice = await PeoplePortal.AsSystem(() => portal.Grain<IPracticeGrain>(PeoplePortal.Practice, IPracticeGrain.Id).View());
        var location = practice!.Locations.Single(one => one.Name == "Clock Street");
        Assert.Equal(("Europe/Berlin", "312-555-0144"), (location.TimeZone, location.Phone));
    }

    [Fact]
    public async Task A_new_member_gets_a_sign_in_that_works()
    {
        using var browser = await portal.SignedIn("ada");
        await browser.Open($"{Settings}/staff");
        await browser.Submit(new() { ["Input.Name"] = "Bea Billing", ["Input.Roles"] = "Billing" });

        await browser.Submit(new() { ["Input.UserName"] = "bea-billing" }, "SignIn");
        var password = browser.Page.QuerySelector("#issued-password")!.TextContent;

        using var member = new PortalBrowser(portal.Address);
        await member.SignIn(PeoplePortal.Practice, "bea-billing", password);
        Assert.Contains("first-sign-in", member.Path, StringComparison.Ordinal);
    }

    /// <summary>The page came as the answer to its other form.</summary>
    [Fact]
    public async Task A_member_is_saved_beside_a_password_that_was_just_drawn()
    {
        using var browser = await portal.SignedIn("ada");
        await browser.Open($"{Settings}/staff");
        await browser.Submit(new() { ["Input.Name"] = "Lou Later", ["Input.Roles"] = "Billing" });
        await browser.Submit(new() { ["Input.UserName"] = "lou-later" }, "SignIn");

        await browser.Submit(new() { ["Input.Name"] = "Lou Later-Still" });

        Assert.Equal(Settings, browser.Path);
        Assert.Contains((await Practice()).Staff, member => member.Name == "Lou Later-Still");
    }

    [Fact]
    public async Task The_user_name_stays_beside_a_form_that_was_refused()
    {
        using var browser = await portal.SignedIn("ada");
        await browser.Open($"{Settings}/staff/fred");
        var userName = browser.Page.QuerySelector("#Input_UserName")!.GetAttribute("value");
        Assert.NotEmpty(userName!);

        await browser.Submit(new() { ["Input.Name"] = "" });

        Assert.NotEmpty(browser.Page.QuerySelectorAll(".error-summary li"));
        Assert.Equal(userName, browser.Page.QuerySelector("#Input_UserName")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Who_was_taken_off_meanwhile_is_not_brought_back_by_a_form_that_stood_open()
    {
        using var first = await portal.SignedIn("ada");
        using var second = await portal.SignedIn("ada");
        await first.Open($"{Settings}/staff");
        await first.Submit(new() { ["Input.Name"] = "Gus Gone", ["Input.Roles"] = "Billing" });
        await second.Open(first.Path);
        await first.Submit([], "Remove");
        await first.Press("#sure button");

        await second.Submit(new() { ["Input.Name"] = "Gus Gone Again" });

        Assert.Equal(HttpStatusCode.NotFound, second.Status);
        var practice = await PeoplePortal.AsSystem(() => portal.Grain<IPracticeGrain>(PeoplePortal.Practice, IPracticeGrain.Id).View());
        Assert.DoesNotContain(practice!.Staff, member => member.Name.StartsWith("Gus Gone", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/chairs")]
    [InlineData("/locations")]
    [InlineData("/providers")]
    [InlineData("/inboxes")]
    public async Task An_entry_that_nobody_made_is_not_made_by_its_address(string page)
    {
        using var browser = await portal.SignedIn("ada");
        await browser.Open(Settings + page);
        var form = browser.ValuesToSend("Input.Name");
        form["Input.Name"] = "Made up";

        using var content = new FormUrlEncodedContent(form);
        using var answer = await browser.Http.PostAsync($"{Settings}{page}/made-up", content);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task An_address_for_notices_and_their_choice_are_kept_and_checked()
    {
        using var browser = await portal.SignedIn("ada");
        await browser.Open($"{Settings}/staff");
        await browser.Submit(new() { ["Input.Name"] = "Nora Notice", ["Input.Roles"] = "FrontDesk", ["Input.Email"] = "nora" });
        Assert.Contains("The e-mail address must look like name@example.com.", browser.Text, StringComparison.Ordinal);

        await browser.Submit(new() { ["Input.Roles"] = "FrontDesk", ["Input.Email"] = "nora@example.com", ["Input.Notices"] = "OwnAndShared" });

        var practice = await PeoplePortal.AsSystem(() => portal.Grain<IPracticeGrain>(PeoplePortal.Practice, IPracticeGrain.Id).View());
        var nora = Assert.Single(practice!.Staff, member => member.Name == "Nora Notice");
        Assert.Equal(("nora@example.com", MailNotices.OwnAndShared), (nora.Email, nora.Notices));
        await browser.Open($"{Settings}/staff/{nora.UserId}");
        Assert.Equal("nora@example.com", browser.Page.QuerySelector("[name='Input.Email']")!.GetAttribute("value"));
    }

    [Fact]
    public async Task A_provider_keeps_the_address()
    {
        using var browser = await portal.SignedIn("ada");
        await Save(browser, "/providers/raman", new() { ["Input.Email"] = "raman@example.com" });

        await Save(browser, "/providers/raman", new() { ["Input.Name"] = "Dr. Priya Raman" });

        var practice = await PeoplePortal.AsSystem(() => portal.Grain<IPracticeGrain>(PeoplePortal.Practice, IPracticeGrain.Id).View());
        Assert.Equal("raman@example.com", practice!.Providers.Single(provider => provider.Id == "raman").Email);
    }

    [Fact]
    public async Task The_last_administrator_is_not_taken_off()
    {
        using var browser = await portal.SignedIn("ada");
        await browser.Open($"{Settings}/staff/ada");

        await browser.Submit([], "Remove");
        Assert.Contains("Take Ada Admin off the staff?", browser.Page.QuerySelector("#sure")!.TextContent, StringComparison.Ordinal);
        await browser.Press("#sure button");

        Assert.Contains("At least one member of the staff must stay an administrator.", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policies_take_effect()
    {
        using var browser = await portal.SignedIn("ada");
        await browser.Open($"{Settings}/policies");

        await browser.Submit(new() { ["Input.Passwords"] = "Length", ["Input.SummarySigner"] = "raman" });

        Assert.Contains("Dr. Priya Raman answers for them", browser.Text, StringComparison.Ordinal);
        var policies = await PeoplePortal.AsSystem(() => portal.Grain<IPracticeGrain>(PeoplePortal.Practice, IPracticeGrain.Id).Policies());
        Assert.Equal((PasswordPolicy.Length, "raman"), (policies.Passwords, policies.SummarySigner));
        await browser.Open($"{Settings}/policies");
        await browser.Submit(new() { ["Input.Passwords"] = "Composition", ["Input.SummarySigner"] = "" });
        Assert.Contains("Nobody answers for them", browser.Text, StringComparison.Ordinal);
    }

    private static Task<PortalBrowser> Day(PortalBrowser browser) => browser.Open($"/{PeoplePortal.Practice}/staff/day");

    private async Task<PracticeView> Practice() =>
        (await PeoplePortal.AsSystem(() => portal.Grain<IPracticeGrain>(PeoplePortal.Practice, IPracticeGrain.Id).View()))!;

    private static async Task TakeOut(PortalBrowser browser, string name)
    {
        await browser.Open(Settings);
        await browser.Open(browser.Page.QuerySelectorAll("th a").Single(link => link.TextContent == name).GetAttribute("href")!);
        await browser.Submit(new() { ["Input.OutOfUse"] = "true" });
        Assert.Equal(Settings, browser.Path);
    }

    private static async Task Save(PortalBrowser browser, string page, Dictionary<string, string> fields)
    {
        await browser.Open(Settings + page);
        await browser.Submit(fields);
        Assert.Equal(Settings, browser.Path);
    }
}
