using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Demo;
using Portal.WebFront.Tests.Live;

namespace Portal.WebFront.Tests.Records.Ccd;

[Collection(DemoPortal.Name)]
public sealed class LiveSummaryTests(DemoPortal portal)
{
    [Fact]
    public async Task A_summary_that_is_open_hears_of_what_comes_into_the_record()
    {
        using var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", "minh.nguyen", DemoSignIns.Password);
        await browser.Open("/demo/summary");
        var topic = browser.Page.QuerySelector("#summary")!.GetAttribute("data-live")!;
        await using var socket = await LiveSocket.Open(browser, "demo");
        await socket.Watch(topic);
        var id = Ulid.NewUlid().ToString().ToLowerInvariant();

        using (CallerScope.Use(Caller.System("demo")))
        {
            var json = $$$"""{"resourceType":"AllergyIntolerance","id":"{{{id}}}","code":{"text":"Substance {{{id}}}"},"patient":{"reference":"Patient/{{{DemoPerson.Minh}}}"}}""";
            await portal.Grain<IRecordGrain>("demo", DemoPerson.Minh).Store([new() { Type = "AllergyIntolerance", Id = id, Json = json }]);
        }

        Assert.Equal(topic, await socket.Hears());
        Assert.Contains($"Substance {id}", (await browser.Open("/demo/summary")).Text, StringComparison.Ordinal);
    }
}
