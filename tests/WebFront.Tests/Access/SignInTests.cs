using System.Buffers.Binary;
using System.Net;
using System.Text.RegularExpressions;
using Portal.Grains.Interfaces.Access;
using Portal.WebFront.Access;

namespace Portal.WebFront.Tests.Access;

[Collection(SharedAccessPortal.Name)]
public sealed partial class SignInTests(AccessPortal portal)
{
    private const string Wrong = "Copper-7-lake";

    [Fact]
    public async Task A_patient_signs_in_and_comes_back_to_the_page_asked_for()
    {
        var (_, userName) = await portal.Patient();
        using var browser = portal.Browser();

        await browser.Open("/lake/account/sign-ins");
        Assert.StartsWith("/lake/sign-in?", browser.Path, StringComparison.Ordinal);
        await browser.Submit(new() { ["Input.UserName"] = $" {userName.ToUpperInvariant()} ", ["Input.Password"] = AccessPortal.Own });

        Assert.Equal("/lake/account/sign-ins", browser.Path);
        Assert.Contains("Signed in", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_user_a_wrong_password_and_a_locked_sign_in_look_the_same_and_cost_the_same()
    {
        var (_, known) = await portal.Patient();
        var (lockedId, locked) = await portal.Patient();
        await Lock(lockedId);

        var answers = new[]
        {
            await Attempt("Nobody4711", Wrong), await Attempt(known, Wrong), await Attempt(locked, Wrong), await Attempt(locked, AccessPortal.Own),
        };

        Assert.Single(answers.Distinct());
        Assert.Equal(HttpStatusCode.OK, answers[0].Status);
        Assert.Equal(1, answers[0].Hashes);
        Assert.Contains("The user name or the password is not right", answers[0].Body, StringComparison.Ordinal);
    }

    /// <summary>As the header of a hash says it; the decoy stands in for people who do not exist.</summary>
    [Fact]
    public async Task Every_password_is_kept_as_210_000_rounds_of_PBKDF2_HMAC_SHA512_with_a_salt_of_its_own()
    {
        var (invited, _, _) = await portal.Invite();
        var (patient, _) = await portal.Patient();
        var staff = await portal.Staff(Audience.FrontDesk);
        string[] users = [invited, patient, $"staff-{staff}"];

        var hashes = new List<byte[]> { Convert.FromBase64String(PortalPasswordHasher.Decoy) };
        foreach (var user in users)
        {
            var account = await AccessPortal.AsSystem(AccessPortal.Lake, () => portal.User(AccessPortal.Lake, user).Account());
            hashes.Add(Convert.FromBase64String(account!.PasswordHash));
        }

        const int identityV3 = 1;
        const uint hmacSha512 = 2;
        Assert.All(hashes, hash =>
        {
            Assert.Equal(identityV3, hash[0]);
            Assert.Equal(hmacSha512, BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(1)));
            Assert.Equal(210_000u, BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(5)));
            Assert.Equal(16u, BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(9)));
        });
        Assert.Equal(hashes.Count, hashes.Select(hash => Convert.ToHexString(hash.AsSpan(13, 16))).Distinct().Count());
    }

    [Fact]
    public async Task After_ten_failures_the_pause_is_said_in_words_and_the_same_for_a_name_that_nobody_has()
    {
        var (userId, known) = await portal.Patient();
        var unknown = $"Nobody{userId}";
        for (var i = 0; i < 9; i++)
        {
            Assert.Contains("The user name or the password is not right", (await Attempt(known, Wrong)).Body, StringComparison.Ordinal);
            Assert.Contains("The user name or the password is not right", (await Attempt(unknown, Wrong)).Body, StringComparison.Ordinal);
        }

        var answers = new[] { await Attempt(known, Wrong), await Attempt(unknown, Wrong), await Attempt(known, AccessPortal.Own), await Attempt(unknown, AccessPortal.Own) };

        Assert.Single(answers.Distinct());
        Assert.Contains("Its sign-in is paused, also for the right password. Try again in 1 minute", answers[0].Body, StringComparison.Ordinal);
        Assert.NotNull(await AccessPortal.AsSystem(AccessPortal.Lake, () => portal.User(AccessPortal.Lake, userId).PausedUntil()));
    }

    [Fact]
    public async Task A_removed_sign_in_looks_like_an_unknown_one()
    {
        var (userId, userName) = await portal.Patient();
        await AccessPortal.AsSystem(AccessPortal.Lake, () => portal.User(AccessPortal.Lake, userId).Close("close"));

        Assert.Equal(await Attempt("Nobody4711", Wrong), await Attempt(userName, AccessPortal.Own));
    }

    [Fact]
    public async Task Without_a_user_name_or_a_password_both_are_asked_for()
    {
        using var browser = portal.Browser();

        await browser.SignIn(AccessPortal.Lake, "", "");

        Assert.Contains("Enter your user name", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Enter your password", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/lake")]
    [InlineData("//evil.example/lake")]
    [InlineData("/hill/account")]
    [InlineData("/lakeside")]
    [InlineData("/lake/sign-out")]
    [InlineData("/\\evil.example")]
    public async Task A_return_address_outside_the_practice_is_passed_over(string returnUrl)
    {
        var (_, userName) = await portal.Patient();
        using var browser = portal.Browser();

        await browser.Open($"/lake/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}");
        await browser.Submit(new() { ["Input.UserName"] = userName, ["Input.Password"] = AccessPortal.Own });

        Assert.Equal("/lake", browser.Path);
    }

    [Fact]
    public async Task The_page_tells_how_to_reach_the_practice()
    {
        using var browser = portal.Browser();

        await browser.Open("/lake/sign-in");

        Assert.NotNull(browser.Page.QuerySelector("a[href='tel:5550102000']"));
        Assert.Equal("User name", browser.Page.QuerySelector("label[for=Input_UserName]")?.TextContent);
        Assert.Equal("Password", browser.Page.QuerySelector("label[for=Input_Password]")?.TextContent);
    }

    [Fact]
    public async Task A_practice_that_does_not_exist_has_no_sign_in()
    {
        using var browser = portal.Browser();

        Assert.Equal(HttpStatusCode.NotFound, (await browser.Open("/nowhere/sign-in")).Status);
    }

    [Fact]
    public async Task The_start_page_lists_the_practices()
    {
        using var browser = portal.Browser();

        await browser.Open("/");

        Assert.Equal(["/hill", "/lake"], browser.Page.QuerySelectorAll(".rows a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task A_password_of_any_script_works_however_its_letters_are_composed()
    {
        var (userId, userName) = await portal.Patient();
        await AccessPortal.AsSystem(AccessPortal.Lake, () => portal.User(AccessPortal.Lake, userId).ChoosePassword(new() { RequestId = "2", NewPassword = "Żółw-7-śniegu" }));
        using var browser = portal.Browser();

        await browser.SignIn(AccessPortal.Lake, userName, "Żółw-7-śniegu".Normalize(System.Text.NormalizationForm.FormD));
        await browser.Open("/lake/account");

        Assert.Equal("/lake/account", browser.Path);
    }

    private async Task Lock(string userId)
    {
        for (var i = 0; i < 10; i++)
            await AccessPortal.AsSystem(AccessPortal.Lake, () => portal.User(AccessPortal.Lake, userId).RecordAttempt(new(null, Matched: false, "")));
    }

    private async Task<(HttpStatusCode Status, string Body, int Hashes)> Attempt(string userName, string password)
    {
        using var browser = portal.Browser();
        await browser.Open("/lake/sign-in");
        var before = portal.Hasher.Count;
        await browser.Submit(new() { ["Input.UserName"] = userName, ["Input.Password"] = password });
        var body = browser.Page.DocumentElement.OuterHtml.Replace(userName, "…", StringComparison.Ordinal);
        return (browser.Status, DrawnAnew().Replace(body, "…"), portal.Hasher.Count - before);
    }

    [GeneratedRegex("""(?<=(__RequestVerificationToken|RequestId)" (type="hidden" )?value=")[^"]+""")]
    private static partial Regex DrawnAnew();
}
