using Portal.WebFront.Demo;
using Portal.WebFront.Tests.Records;

namespace Portal.WebFront.Tests.Smart;

/// <summary>What a person reads before an app is connected: who asks, for whose data, for which, and for how long.</summary>
[Collection(DemoPortal.Name)]
public sealed class ConsentPageTests(DemoPortal portal)
{
    private const string Category = "http://terminology.hl7.org/CodeSystem/observation-category|";

    [Fact]
    public async Task It_says_who_asks_for_which_data_of_whom_and_for_how_long()
    {
        using var page = await Page($"launch/patient openid fhirUser offline_access patient/AllergyIntolerance.rs patient/Appointment.rs patient/Observation.rs?category={Category}vital-signs");

        Assert.Contains("Connect Sleep Diary?", page.Text, StringComparison.Ordinal);
        Assert.Contains("The app Sleep Diary asks for health information that Maple Street Dental keeps.", page.Text, StringComparison.Ordinal);
        Assert.Equal("https://sleep.example/about", page.Page.QuerySelector("main a[rel=noreferrer]")!.GetAttribute("href"));
        Assert.Contains(Choices(page, "Person"), person => person.StartsWith("Emma Bennett, born ", StringComparison.Ordinal));
        Assert.Contains(Choices(page, "Person"), person => person.StartsWith("Noah Bennett, born ", StringComparison.Ordinal));
        Assert.DoesNotContain(Choices(page, "Person"), person => person.Contains("Nguyen", StringComparison.Ordinal));
        Assert.Equal(
            ["Allergies", "Visits, treatments and resultsVital signs, Appointments and visits", "Vital signsSuch as blood pressure", "Appointments and visits"],
            Choices(page, "Ticked").Where(line => !line.Contains("Sleep Diary", StringComparison.Ordinal)));
        Assert.Contains(Choices(page, "Ticked"), line => line.StartsWith("Tell Sleep Diary who I am", StringComparison.Ordinal) && line.Contains("may read your own name, birth date", StringComparison.Ordinal));
        var lasting = Choices(page, "Ticked").Single(line => line.StartsWith("Stay connected until I stop it", StringComparison.Ordinal));
        Assert.Contains("Without the tick it is connected for one hour.", lasting, StringComparison.Ordinal);
        Assert.Contains("has not been used for 180 days", lasting, StringComparison.Ordinal);
        Assert.Contains("You can stop it at any time", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("add and change entries", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_wish_to_stay_it_is_an_hour()
    {
        using var page = await Page("launch/patient patient/AllergyIntolerance.rs");

        Assert.Contains("For one hour. Then Sleep Diary has to ask again.", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("who I am", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Stay connected", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_ways_to_stay_each_says_when_it_ends()
    {
        using var page = await Page("launch/patient patient/AllergyIntolerance.rs offline_access online_access");

        var spans = Choices(page, "Ticked").Where(line => !line.StartsWith("Allergies", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, spans.Count);
        Assert.StartsWith("Until I stop it", spans[0], StringComparison.Ordinal);
        Assert.Contains("sign out of this portal", spans[1], StringComparison.Ordinal);
        Assert.Contains("do nothing here for 20 minutes", spans[1], StringComparison.Ordinal);
        Assert.StartsWith("For one hour", spans[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_it_reaches_everybody_whom_the_person_may_see_is_said()
    {
        using var page = await Page("openid fhirUser user/AllergyIntolerance.rs");

        Assert.Contains("It may see this of everybody whom you may see here", page.Text, StringComparison.Ordinal);
    }

    private static List<string> Choices(PortalBrowser page, string name) =>
        [.. page.Page.QuerySelectorAll($"#consent label.choice:has(input[name='{name}']) .choice-text").Select(words => words.TextContent.Trim())];

    private async Task<PortalBrowser> Page(string scope)
    {
        var app = await SmartApp.Register(portal, new()
        {
            Name = "Sleep Diary", Homepage = "https://sleep.example/about", Redirects = [SmartApp.Redirect],
            Scopes = "launch/patient openid fhirUser offline_access online_access patient/*.rs user/*.rs",
        });
        var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", "emma.bennett", DemoSignIns.Password);
        return await browser.Open(SmartApp.AuthorizeUrl(app.Ask(scope)));
    }
}
