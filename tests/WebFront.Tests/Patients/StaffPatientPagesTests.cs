using System.Net;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;

namespace Portal.WebFront.Tests.Patients;

[Collection(SharedPeoplePortal.Name)]
public sealed class StaffPatientPagesTests(PeoplePortal portal)
{
    private const string Patients = $"/{PeoplePortal.Practice}/staff/patients";

    [Fact]
    public async Task Patients_are_found_without_a_script()
    {
        await portal.Add("found", PeoplePortal.Person with { LastName = "Quiñones" });
        using var browser = await portal.SignedIn("fred");

        await (await browser.Open(Patients)).Submit(new() { ["q"] = "quinones" });

        Assert.Equal(Patients, browser.Path);
        var row = Assert.Single(browser.Page.QuerySelectorAll("#patients tbody tr"));
        Assert.Equal("Quiñones, María", row.QuerySelector("a")!.TextContent);
        Assert.Equal($"{Patients}/found", row.QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("No access", row.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_birth_date_that_is_none_is_told_with_all_else_that_is_wrong()
    {
        using var browser = await portal.SignedIn("fred");
        await browser.Open($"{Patients}/new");

        await browser.Submit(new() { ["Input.BirthDate"] = "31.12.1990", ["Input.LastName"] = "", ["Input.Email"] = "x", ["Input.Country"] = "USA" });

        var faults = browser.Page.QuerySelectorAll(".error-summary li").Select(line => line.TextContent.Trim()).ToList();
        Assert.Equal(4, faults.Count);
        Assert.Contains("Enter a first or a last name.", faults);
        Assert.Contains("The birth date must lie between 1880 and today.", faults);
        Assert.Contains("The e-mail address must look like name@example.com.", faults);
        Assert.Equal("31.12.1990", browser.Page.QuerySelector("#Input_BirthDate")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Nobody_found_says_what_to_try()
    {
        using var browser = await portal.SignedIn("fred");

        await (await browser.Open(Patients)).Submit(new() { ["q"] = "zzzz" });

        Assert.Contains("Nobody found", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_in_the_address_is_not_searched_for()
    {
        await portal.Add("unasked", PeoplePortal.Person with { LastName = "Unasked" });
        using var browser = await portal.SignedIn("fred");

        await browser.Open($"{Patients}?q=zzzz");

        Assert.NotEmpty(browser.Page.QuerySelectorAll("#patients tbody tr"));
        Assert.All(browser.Page.QuerySelectorAll("input[name=q]"), field => Assert.Empty(field.GetAttribute("value") ?? ""));
    }

    [Fact]
    public async Task More_patients_are_on_the_next_page()
    {
        for (var i = 0; i < 27; i++)
            await portal.Add($"page{i:00}", PeoplePortal.Person with { LastName = $"Pagewell{i:00}" });
        using var browser = await portal.SignedIn("fred");

        await (await browser.Open(Patients)).Submit(new() { ["q"] = "pagewell" });
        Assert.Equal(25, browser.Page.QuerySelectorAll("#patients tbody tr").Length);
        await browser.Press(".pager button[name=after]");

        Assert.Equal(2, browser.Page.QuerySelectorAll("#patients tbody tr").Length);
        Assert.Equal(Patients, browser.Path);
        await browser.Press(".pager button");
        Assert.Equal(25, browser.Page.QuerySelectorAll("#patients tbody tr").Length);
    }

    [Fact]
    public async Task A_patient_is_added_once_however_often_the_form_is_sent()
    {
        using var browser = await portal.SignedIn("fred");
        await browser.Open($"{Patients}/new");
        var form = browser.Page;

        await browser.Submit(new() { ["Input.FirstName"] = "Nora", ["Input.LastName"] = "Twicely", ["Input.BirthDate"] = "1990-02-03" });

        Assert.Contains("The patient was added.", browser.Text, StringComparison.Ordinal);
        var id = browser.Path.Split('/')[^1];
        Assert.Equal(form.QuerySelector("input[name=RequestId]")!.GetAttribute("value"), id);
        Assert.Equal("Nora", (await portal.View(id))!.Demographics.FirstName);
    }

    [Fact]
    public async Task A_bad_form_comes_back_with_every_error_and_what_was_typed()
    {
        await portal.Add("wrong");
        using var browser = await portal.SignedIn("fred");
        await browser.Open($"{Patients}/wrong/edit");

        await browser.Submit(new() { ["Input.Email"] = "maria@", ["Input.WirelessPhone"] = "none", ["Input.City"] = "Chicago" });

        Assert.Equal(2, browser.Page.QuerySelectorAll(".error-summary li").Length);
        Assert.NotNull(browser.Page.QuerySelector("#Input_Email[aria-invalid=true]"));
        Assert.Equal("Chicago", browser.Page.QuerySelector("#Input_City")!.GetAttribute("value"));
        Assert.Equal("Springfield", (await portal.View("wrong"))!.Demographics.City);
    }

    [Fact]
    public async Task Access_that_lacks_something_lists_all_of_it()
    {
        await portal.Add("lacking", PeoplePortal.Person with { City = "", Email = "", WirelessPhone = "" });
        using var browser = await portal.SignedIn("fred");
        await browser.Open($"{Patients}/lacking");

        await browser.Submit([], "Provide");

        Assert.Equal(
            ["City is required.", "At least one phone number is required: mobile, home or work.", "E-mail is required."],
            browser.Page.QuerySelectorAll(".error-summary li").Select(item => item.TextContent));
        Assert.Equal(OnlineAccessState.NoAccount, (await portal.View("lacking"))!.Access.State);
    }

    [Fact]
    public async Task The_one_time_password_is_shown_once_and_signs_in()
    {
        await portal.Add("invited");
        using var browser = await portal.SignedIn("fred");
        await browser.Open($"{Patients}/invited");
        await browser.Submit([], "Provide");
        var userName = browser.Page.QuerySelector("#issued-name")!.TextContent;
        var password = browser.Page.QuerySelector("#issued-password")!.TextContent;

        await browser.Open($"{Patients}/invited");
        Assert.DoesNotContain(password, browser.Page.Source.Text, StringComparison.Ordinal);
        Assert.Contains("Invited", browser.Page.QuerySelector("#access")!.TextContent, StringComparison.Ordinal);

        using var patient = new PortalBrowser(portal.Address);
        await patient.SignIn(PeoplePortal.Practice, userName, password);
        Assert.Contains("first-sign-in", patient.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Access_is_generated_anew_and_removed()
    {
        await portal.Add("removed");
        using var browser = await portal.SignedIn("fred");
        await browser.Open($"{Patients}/removed");
        await browser.Submit([], "Provide");
        var first = browser.Page.QuerySelector("#issued-password")!.TextContent;

        await browser.Submit([], "Generate");
        await browser.Press("#sure button");
        Assert.NotEqual(first, browser.Page.QuerySelector("#issued-password")!.TextContent);
        await browser.Press("form[action*='handler=Remove'] button");
        Assert.Contains("Remove online access?", browser.Page.QuerySelector("#sure")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(OnlineAccessState.Invited, (await portal.View("removed"))!.Access.State);
        await browser.Press("#sure button");

        Assert.Contains("Online access was removed.", browser.Text, StringComparison.Ordinal);
        Assert.Equal(OnlineAccessState.Removed, (await portal.View("removed"))!.Access.State);
    }

    [Fact]
    public async Task A_family_is_put_together_by_finding_its_members()
    {
        await portal.Add("mother", PeoplePortal.Person with { FirstName = "Greta", LastName = "Famous" });
        await portal.Add("child", PeoplePortal.Person with { FirstName = "Otto", LastName = "Famous" });
        using var browser = await portal.SignedIn("fred");

        await (await browser.Open($"{Patients}/child/family")).Submit(new() { ["find"] = "greta" });
        Assert.Equal($"{Patients}/child/family?handler=Find", browser.Path);
        await browser.Submit(new() { ["other"] = "mother" }, "Guarantor");
        await browser.Press("#sure form button");

        Assert.Equal("mother", (await portal.View("child"))!.GuarantorId);
        await browser.Open($"{Patients}/mother");
        Assert.Contains(browser.Page.QuerySelectorAll(".rows a"), link => link.GetAttribute("href") == $"{Patients}/child");
    }

    [Theory]
    [InlineData("Guarantor", "Let Greta Asked pay for Otto Asked?")]
    [InlineData("ResponsibleParty", "Make Greta Asked a responsible party of Otto Asked?")]
    [InlineData("Guardian", "Make Greta Asked a guardian of Otto Asked?")]
    public async Task Who_is_to_pay_or_to_act_is_asked_about_and_nothing_changes_without_a_yes(string act, string question)
    {
        var (adult, child) = ($"adult-{act}", $"child-{act}");
        await portal.Add(adult, PeoplePortal.Person with { FirstName = "Greta", LastName = "Asked" });
        await portal.Add(child, PeoplePortal.Person with { FirstName = "Otto", LastName = "Asked" });
        using var browser = await portal.SignedIn("fred");
        await (await browser.Open($"{Patients}/{child}/family")).Submit(new() { ["find"] = "greta asked" });

        await browser.Press($"form[action*='={act}'] button[value='{adult}']");

        Assert.Equal(question, browser.Page.QuerySelector("#sure-title")!.TextContent);
        Assert.Contains("sees the messages, visits and health summary of Otto Asked", browser.Page.QuerySelector("#sure")!.TextContent, StringComparison.Ordinal);
        var asked = (await portal.View(child))!;
        Assert.Equal((child, 0), (asked.GuarantorId, asked.Representatives.Length));
        await browser.Press("#sure form button");
        var done = (await portal.View(child))!;
        if (act == "Guarantor")
            Assert.Equal(adult, done.GuarantorId);
        else
            Assert.Equal(new(adult, Enum.Parse<RepresentativeKind>(act)), Assert.Single(done.Representatives));
    }

    [Fact]
    public async Task Somebody_who_acts_is_taken_away_after_a_question()
    {
        await portal.Add("acts", PeoplePortal.Person with { FirstName = "Greta", LastName = "Acts" });
        await portal.Add("acted-for", PeoplePortal.Person with { FirstName = "Otto", LastName = "Acts" }, representative: new("acts", RepresentativeKind.Guardian));
        using var browser = await portal.SignedIn("fred");
        await browser.Open($"{Patients}/acted-for/family");

        await browser.Press("form[action*='Remove'] button");
        Assert.Single((await portal.View("acted-for"))!.Representatives);
        await browser.Press("#sure form button");

        Assert.Empty((await portal.View("acted-for"))!.Representatives);
    }

    [Fact]
    public async Task Patients_and_visitors_do_not_reach_the_pages_of_the_staff()
    {
        await portal.Add("curious");
        using var patient = await portal.SignedIn(await portal.GiveAccess("curious"));
        using var visitor = new PortalBrowser(portal.Address);

        await patient.Open($"{Patients}/curious");
        await visitor.Open($"{Patients}/curious");

        Assert.DoesNotContain("Oak St", patient.Page.Source.Text, StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.OK, patient.Status);
        Assert.StartsWith($"/{PeoplePortal.Practice}/sign-in", visitor.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_is_offered_only_where_somebody_can_read_it()
    {
        await portal.Add("unreachable");
        using var browser = await portal.SignedIn("fred");

        await browser.Open($"{Patients}/unreachable");
        Assert.Null(browser.Page.QuerySelector("a[href*='/inbox/compose']"));
        Assert.Contains("Without online access there is nobody to read a message.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("English", browser.Text, StringComparison.Ordinal);
        await portal.GiveAccess("unreachable");
        await browser.Open($"{Patients}/unreachable");

        Assert.Equal("/smile/staff/inbox/compose?patient=unreachable", browser.Page.QuerySelector("a[href*='/inbox/compose']")!.GetAttribute("href"));
    }

    [Fact]
    public async Task A_patient_who_does_not_exist_is_not_found()
    {
        using var browser = await portal.SignedIn("fred");

        await browser.Open($"{Patients}/nobody");

        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
    }

    [Fact]
    public async Task A_sign_in_that_is_paused_says_so_to_the_staff()
    {
        await portal.Add("guessed", PeoplePortal.Person with { FirstName = "Gita", LastName = "Guessed" });
        await portal.GiveAccess("guessed");
        using var browser = await portal.SignedIn("fred");
        await browser.Open($"{Patients}/guessed");
        Assert.DoesNotContain("Paused until", browser.Text, StringComparison.Ordinal);
        var user = portal.Grain<IPortalUserGrain>(PeoplePortal.Practice, PortalUserId.ForPatient("guessed"));
        for (var i = 0; i < 10; i++)
            await PeoplePortal.AsSystem(() => user.RecordAttempt(new(null, Matched: false, "")));

        await browser.Open($"{Patients}/guessed");

        Assert.Contains("Paused until", browser.Page.QuerySelector("#access")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("""{"City":"a","City":"b"}""")]
    public async Task What_a_form_was_made_from_may_be_made_up(string before)
    {
        await portal.Add("made-up");
        using var browser = await portal.SignedIn("fred");
        await browser.Open($"{Patients}/made-up/edit");

        await browser.Submit(new() { ["Before"] = before, ["Input.City"] = "Nashville" });

        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Equal("Nashville", (await portal.View("made-up"))!.Demographics.City);
    }

    [Fact]
    public async Task Two_who_change_one_patient_at_once_lose_nothing()
    {
        await portal.Add("shared", PeoplePortal.Person with { FirstName = "Sonia", LastName = "Shared", City = "Chattanooga" });
        using var first = await portal.SignedIn("fred");
        using var second = await portal.SignedIn("ada");
        await first.Open($"{Patients}/shared/edit");
        await second.Open($"{Patients}/shared/edit");

        await first.Submit(new() { ["Input.City"] = "Nashville", ["Input.PreferredName"] = "Sunny" });
        await second.Submit(new() { ["Input.MiddleName"] = "Ann", ["Input.PreferredName"] = "Sonny" });

        Assert.Contains("Somebody else has changed this meanwhile. It is “Sunny” now.", second.Page.QuerySelector(".error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Nashville", second.Page.QuerySelector("#Input_City")!.GetAttribute("value"));
        var person = (await portal.View("shared"))!.Demographics;
        Assert.Equal(("Nashville", "Sunny", ""), (person.City, person.PreferredName, person.MiddleName));

        await second.Submit(new() { ["Input.PreferredName"] = "Sonny" });

        person = (await portal.View("shared"))!.Demographics;
        Assert.Equal(("Nashville", "Sonny", "Ann"), (person.City, person.PreferredName, person.MiddleName));
    }

    [Fact]
    public async Task What_was_joined_before_another_fault_was_told_is_known_when_the_form_comes_again()
    {
        await portal.Add("rejoined", PeoplePortal.Person with { LastName = "Rejoined", City = "Springfield" });
        using var first = await portal.SignedIn("fred");
        using var second = await portal.SignedIn("ada");
        await first.Open($"{Patients}/rejoined/edit");
        await second.Open($"{Patients}/rejoined/edit");

        await first.Submit(new() { ["Input.City"] = "Shelbyville" });
        await second.Submit(new() { ["Input.Email"] = "x" });
        Assert.Equal("Shelbyville", second.Page.QuerySelector("#Input_City")!.GetAttribute("value"));
        await second.Submit(new() { ["Input.City"] = "Springfield", ["Input.Email"] = "maria@example.com" });

        Assert.Contains("The changes were saved.", second.Text, StringComparison.Ordinal);
        Assert.Equal("Springfield", (await portal.View("rejoined"))!.Demographics.City);
    }

    [Fact]
    public async Task What_both_changed_is_told_in_the_words_of_the_page()
    {
        await portal.Add("worded", PeoplePortal.Person with { LastName = "Worded" });
        using var first = await portal.SignedIn("fred");
        using var second = await portal.SignedIn("ada");
        await first.Open($"{Patients}/worded/edit");
        await second.Open($"{Patients}/worded/edit");

        await first.Submit(new() { ["Input.Status"] = "NonPatient", ["Input.Gender"] = "Male", ["Input.BirthDate"] = "1980-02-03", ["Input.PrimaryProviderId"] = "raman" });
        await second.Submit(new() { ["Input.Status"] = "Archived", ["Input.Gender"] = "Other", ["Input.BirthDate"] = "1980-02-04", ["Input.PrimaryProviderId"] = "" });

        var told = second.Page.QuerySelector(".error-summary")!.TextContent;
        foreach (var words in new[] { "It is “Non-patient” now.", "It is “Male” now.", "It is “Feb 3, 1980” now." })
            Assert.Contains(words, told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_who_change_one_location_at_once_lose_nothing()
    {
        using var first = await portal.SignedIn("ada");
        using var second = await portal.SignedIn("ada");
        const string page = $"/{PeoplePortal.Practice}/staff/settings/locations/main";
        await first.Open(page);
        await second.Open(page);

        await first.Submit(new() { ["Input.Phone"] = "312-555-0199" });
        await second.Submit(new() { ["Input.Address"] = "1 Main Street" });
        await second.Open(page);

        Assert.Equal("312-555-0199", second.Page.QuerySelector("#Input_Phone")!.GetAttribute("value"));
        Assert.Equal("1 Main Street", second.Page.QuerySelector("#Input_Address")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Who_seems_to_be_a_patient_already_is_asked_about_before_a_second_record_is_made()
    {
        var twin = PeoplePortal.Person with { FirstName = "Tessa", LastName = "Twinner", BirthDate = new(1988, 11, 22) };
        await portal.Add("twin", twin);
        using var browser = await portal.SignedIn("fred");
        await browser.Open($"{Patients}/new");

        await browser.Submit(new() { ["Input.FirstName"] = "Tessa", ["Input.LastName"] = "Twinner", ["Input.BirthDate"] = "1988-11-22", ["Input.WirelessPhone"] = twin.WirelessPhone });

        var question = browser.Page.QuerySelector("#same-person")!;
        Assert.Contains("Tessa Twinner, born Nov 22, 1988", question.TextContent, StringComparison.Ordinal);
        Assert.NotNull(question.QuerySelector($"a[href='{Patients}/twin']"));
        await browser.Press("#same-person button");
        Assert.Contains("The patient was added.", browser.Text, StringComparison.Ordinal);
    }
}
