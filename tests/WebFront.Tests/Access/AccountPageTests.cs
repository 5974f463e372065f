
namespace Portal.WebFront.Tests.Access;

[Collection(SharedAccessPortal.Name)]
public sealed class AccountPageTests(AccessPortal portal)
{
    private const string Newer = "Copper-7-lake";

    [Fact]
    public async Task A_person_changes_the_password_and_stays_signed_in_here_only()
    {
        var (_, userName) = await portal.Patient();
        using var here = await SignedIn(userName);
        using var there = await SignedIn(userName);

        await here.Open("/lake/account/password");
        await here.Submit(Change(AccessPortal.Own));

        Assert.Equal("/lake/account", here.Path);
        Assert.Contains("Your password is changed.", here.Text, StringComparison.Ordinal);
        Assert.StartsWith("/lake/sign-in", (await there.Open("/lake/account")).Path, StringComparison.Ordinal);
        using var again = portal.Browser();
        await again.SignIn(AccessPortal.Lake, userName, Newer);
        Assert.Equal("/lake/account", (await again.Open("/lake/account")).Path);
    }

    [Fact]
    public async Task Without_the_present_password_nothing_changes()
    {
        var (_, userName) = await portal.Patient();
        using var browser = await SignedIn(userName);

        await browser.Open("/lake/account/password");
        await browser.Submit(Change("guess"));

        Assert.Contains("The current password is not right.", browser.Text, StringComparison.Ordinal);
        using var again = await SignedIn(userName);
        Assert.Equal("/lake/account", again.Path);
    }

    [Fact]
    public async Task Everything_wrong_with_a_change_is_told_at_once()
    {
        var (_, userName) = await portal.Patient();
        using var browser = await SignedIn(userName);

        await browser.Open("/lake/account/password");
        await browser.Submit(new() { ["Input.CurrentPassword"] = "", ["Input.NewPassword"] = "ketqxle", ["Input.Again"] = "ketqxl" });
        string[] ofPassword = ["Enter your current password", "Password must be at least 8 characters long", "Password must contain an uppercase letter", "Password must contain a number", "The two passwords are not the same"];
        Assert.Equal(ofPassword, browser.Page.QuerySelectorAll(".error-summary li").Select(line => line.TextContent.Trim()));
        Assert.Equal(ofPassword, browser.Page.QuerySelectorAll(".field-error").Select(line => line.TextContent.Replace("Error: ", "", StringComparison.Ordinal).Trim()));
        await browser.Open("/lake/account/user-name");
        await browser.Submit(new() { ["Input.NewUserName"] = "", ["Input.CurrentPassword"] = "" });

        Assert.Equal(
            ["User name cannot be blank.", "Enter your current password"],
            browser.Page.QuerySelectorAll(".error-summary li").Select(line => line.TextContent.Trim()));
    }

    [Fact]
    public async Task The_current_password_is_no_new_one()
    {
        var (_, userName) = await portal.Patient();
        using var browser = await SignedIn(userName);
        await browser.Open("/lake/account/password");

        await browser.Submit(new() { ["Input.CurrentPassword"] = AccessPortal.Own, ["Input.NewPassword"] = AccessPortal.Own, ["Input.Again"] = AccessPortal.Own });
        Assert.Equal(["Password must be different from the current one"], browser.Page.QuerySelectorAll(".error-summary li").Select(line => line.TextContent.Trim()));
        // Who only guesses learns nothing of it.
        await browser.Submit(new() { ["Input.CurrentPassword"] = "Wrong-guess-7", ["Input.NewPassword"] = AccessPortal.Own, ["Input.Again"] = AccessPortal.Own });

        Assert.DoesNotContain("different from the current one", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_changes_the_user_name()
    {
        var (_, userName) = await portal.Patient();
        using var browser = await SignedIn(userName);
        var wanted = $"own-{userName}";

        await browser.Open("/lake/account/user-name");
        await browser.Submit(new() { ["Input.NewUserName"] = wanted, ["Input.CurrentPassword"] = AccessPortal.Own });

        Assert.Contains(wanted, browser.Text, StringComparison.Ordinal);
        using var again = await SignedIn(wanted);
        Assert.Equal("/lake/account", again.Path);
    }

    [Fact]
    public async Task The_history_shows_wrong_passwords_without_any_address()
    {
        var (_, userName) = await portal.Patient();
        using var guesser = portal.Browser();
        guesser.Http.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/150.0");
        await guesser.SignIn(AccessPortal.Lake, userName, Newer);
        using var browser = await SignedIn(userName);

        await browser.Open("/lake/account/sign-ins");

        Assert.Equal(["Signed in", "Wrong password"], browser.Page.QuerySelectorAll("[data-label=Result]").Select(cell => cell.TextContent.Trim()));
        Assert.Equal("Firefox on Windows", browser.Page.QuerySelectorAll("[data-label=Browser]")[1].TextContent);
        Assert.DoesNotContain("127.0.0.1", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guessing_over_and_over_is_one_line_of_the_history_that_says_how_often()
    {
        var (_, userName) = await portal.Patient();
        using var browser = await SignedIn(userName);
        for (var i = 0; i < 3; i++)
        {
            using var guesser = portal.Browser();
            await guesser.SignIn(AccessPortal.Lake, userName, Newer);
        }

        await browser.Open("/lake/account/sign-ins");

        var rows = browser.Page.QuerySelectorAll("tbody tr").Select(row => row.TextContent).ToList();
        Assert.Equal(2, rows.Count);
        Assert.Contains("3 times, the first one today at", rows[0], StringComparison.Ordinal);
        Assert.Contains("Wrong password", rows[0], StringComparison.Ordinal);
        Assert.Contains("Signed in", rows[1], StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Change(string current) => new()
    {
        ["Input.CurrentPassword"] = current,
        ["Input.NewPassword"] = Newer,
        ["Input.Again"] = Newer,
    };

    private async Task<PortalBrowser> SignedIn(string userName)
    {
        var browser = portal.Browser();
        await browser.SignIn(AccessPortal.Lake, userName, AccessPortal.Own);
        return await browser.Open("/lake/account");
    }
}
