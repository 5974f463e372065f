using Portal.Grains.Interfaces.Patients;

namespace Portal.WebFront.Tests.Patients;

[Collection(SharedPeoplePortal.Name)]
public sealed class FamilyPagesTests(PeoplePortal portal)
{
    [Fact]
    public async Task A_guarantor_sees_the_family_and_why()
    {
        await portal.Add("payer", PeoplePortal.Person with { FirstName = "Paula" });
        await portal.Add("dependant", PeoplePortal.Person with { FirstName = "Dan" }, guarantor: "payer");
        using var browser = await portal.SignedIn(await portal.GiveAccess("payer"));

        await browser.Open($"/{PeoplePortal.Practice}/account/family");

        Assert.Equal(["Paula Álvarez", "Dan Álvarez"], browser.Page.QuerySelectorAll(".rows b").Select(name => name.TextContent));
        Assert.Contains("Your own record", browser.Text, StringComparison.Ordinal);
        Assert.Contains("You pay for and act for Dan Álvarez", browser.Text, StringComparison.Ordinal);
        Assert.Contains("whose messages, visits and health summary you can see here. You may download the summary, send it, and share it", browser.Text, StringComparison.Ordinal);
        Assert.Contains("You pay for your own care.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Nobody else may see your record or act for you.", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_paid_for_reads_by_whom_and_who_may_act()
    {
        await portal.Add("payer-2", PeoplePortal.Person with { FirstName = "Paula" });
        await portal.Add("paid-for", PeoplePortal.Person with { FirstName = "Dan" }, guarantor: "payer-2");
        using var browser = await portal.SignedIn(await portal.GiveAccess("paid-for"));

        await browser.Open($"/{PeoplePortal.Practice}/account/family");

        Assert.Contains("Paula Álvarez pays for your care.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Paula Álvarez may see your record and act for you, as the one who pays.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Whoever acts for you sees your messages, visits and health summary, and may download the summary, send it", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, null, "as the one who pays")]
    [InlineData(true, RepresentativeKind.Guardian, "as guardian")]
    public async Task The_staff_reads_who_pays_and_who_acts(bool paysForSelf, RepresentativeKind? kind, string capacity)
    {
        var suffix = paysForSelf ? "a" : "b";
        await portal.Add($"parent-{suffix}", PeoplePortal.Person with { FirstName = "Petra" });
        await portal.Add($"noah-{suffix}", PeoplePortal.Person with { FirstName = "Noah" }, paysForSelf ? null : $"parent-{suffix}", kind is { } role ? new($"parent-{suffix}", role) : null);
        using var desk = await portal.SignedIn("fred");

        await desk.Open($"/{PeoplePortal.Practice}/staff/patients/noah-{suffix}/family");

        Assert.Contains(paysForSelf ? "Noah Álvarez pays for their own care." : "Petra Álvarez pays for Noah Álvarez.", desk.Text, StringComparison.Ordinal);
        Assert.Contains($"Petra Álvarez acts for Noah Álvarez, {capacity}.", desk.Text, StringComparison.Ordinal);
        await desk.Open($"/{PeoplePortal.Practice}/staff/patients/noah-{suffix}");
        Assert.Contains($"Petra Álvarez acts for Noah Álvarez, {capacity}.", desk.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_nobody_acts_for_somebody_who_has_died_is_said()
    {
        await portal.Add("friend", PeoplePortal.Person with { FirstName = "Fay", LastName = "Friendly" });
        await portal.Add("late", PeoplePortal.Person with { FirstName = "Lou" });
        Assert.Empty((await PeoplePortal.AsSystem(() => portal.Grain<IPatientGrain>(PeoplePortal.Practice, "late").Save(new(
            PeoplePortal.NewId(), PatientStatus.Deceased, PeoplePortal.Person with { FirstName = "Lou" }, null, [], null)))).Problems);
        using var desk = await portal.SignedIn("fred");
        await (await desk.Open($"/{PeoplePortal.Practice}/staff/patients/late/family")).Submit(new() { ["find"] = "fay friendly" });

        await desk.Press("form[action*='kind=Guardian'] button[value='friend']");
        Assert.DoesNotContain("then sees", desk.Page.QuerySelector("#sure")!.TextContent, StringComparison.Ordinal);
        await desk.Press("#sure button");

        Assert.Contains("The status of Lou Álvarez is Deceased: the portal shows the record to the staff only", desk.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Nobody else may act", desk.Text, StringComparison.Ordinal);
        await desk.Open($"/{PeoplePortal.Practice}/staff/patients/late");
        Assert.DoesNotContain(" years", desk.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_a_child_is_to_pay_is_said_in_the_question()
    {
        await portal.Add("child-payer", PeoplePortal.Person with { FirstName = "Nina", LastName = "Small", BirthDate = new(2021, 1, 2) }, guarantor: null);
        await portal.Add("adult-paid", PeoplePortal.Person with { FirstName = "Olga", LastName = "Small" });
        using var desk = await portal.SignedIn("fred");
        await (await desk.Open($"/{PeoplePortal.Practice}/staff/patients/adult-paid/family")).Submit(new() { ["find"] = "nina small" });

        await desk.Press("form[action*='=Guarantor'] button[value='child-payer']");

        Assert.Matches("Nina Small is \\d+ years old\\.", desk.Page.QuerySelector("#sure")!.TextContent);
    }

    [Fact]
    public async Task Notices_are_switched_off_and_on_by_their_own_person()
    {
        await portal.Add("quiet");
        using var browser = await portal.SignedIn(await portal.GiveAccess("quiet"));
        await browser.Open($"/{PeoplePortal.Practice}/account/preferences");

        await browser.Submit(new() { ["Input.EmailOnMessage"] = "false" });

        Assert.Contains("Your choice was saved.", browser.Text, StringComparison.Ordinal);
        Assert.False((await portal.View("quiet"))!.Preferences.EmailOnMessage);
    }
}
