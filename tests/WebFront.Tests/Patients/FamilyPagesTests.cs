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
        Assert.Contains("You are the guarantor", browser.Text, StringComparison.Ordinal);
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
