using System.Collections.Immutable;
using System.Xml.Linq;
using Microsoft.Extensions.Time.Testing;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Audit;
using Portal.Grains.Interfaces.Practices;
using Portal.WebFront.Demo;
using Portal.WebFront.Records.Ccd;

namespace Portal.WebFront.Tests.Records.Ccd;

/// <summary>What is told of the document that the portal keeps, and when it is made anew by itself.</summary>
[Collection(DemoPortal.Name)]
public sealed class KeptDocumentTests(DemoPortal portal)
{
    private const string Noah = "p1003";
    private static readonly XNamespace _cda = "urn:hl7-org:v3";

    [Fact]
    public async Task A_view_is_one_entry_of_the_trail()
    {
        const string patient = "p1018";
        using var staff = new PortalBrowser(portal.Address);
        await staff.SignIn("demo", "priya.raman", DemoSignIns.Password);
        await staff.Open($"/demo/staff/patients/{patient}/summary");
        // The trail is written off the request: only when the first view stands there can be said what the second one adds.
        await Eventually.Holds(async () => (await Trail(patient)).Any(entry => entry.Action == "summary.view"), "the first view in the trail");
        var last = (await Trail(patient))[0].Number;

        await staff.Open($"/demo/staff/patients/{patient}/summary");
        await Eventually.Holds(async () => (await Trail(patient)).Count(entry => entry.Action == "summary.view") == 2, "the second view in the trail");

        var entries = await Trail(patient);
        Assert.DoesNotContain(entries, entry => entry.Action.StartsWith("record.read", StringComparison.Ordinal) || entry.Action is "record.everything" or "record.search");
        var once = entries.Where(entry => entry.Number > last).Select(entry => entry.Action).ToList();
        Assert.Single(once, "summary.view");
        // Beside it only the other lists of the page, each for itself.
        Assert.All(once, action => Assert.True(action is "summary.view" or "summary.history" or "received.list" or "patient.view", action));
    }

    [Fact]
    public async Task Whoever_comes_of_age_has_no_guardian_in_the_document_any_more()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var keeper = new CcdKeeper(portal.Grains, time);
        var child = (await keeper.Current("demo", Noah))!;
        Assert.NotEmpty(XDocument.Load(new MemoryStream(child.Xml)).Descendants(_cda + "guardian"));

        time.Advance(TimeSpan.FromHours(1));
        var later = (await keeper.Current("demo", Noah))!;
        time.Advance(TimeSpan.FromDays(20 * 365));
        var grownUp = (await keeper.Current("demo", Noah))!;
        time.Advance(TimeSpan.FromHours(1));
        var again = (await keeper.Current("demo", Noah))!;

        Assert.Equal(child.Edition.Version, later.Edition.Version);
        Assert.Empty(XDocument.Load(new MemoryStream(grownUp.Xml)).Descendants(_cda + "guardian"));
        Assert.Equal(child.Edition.Version + 1, grownUp.Edition.Version);
        Assert.Equal(grownUp.Edition.Version, again.Edition.Version);
    }

    [Fact]
    public async Task Who_does_not_work_here_any_more_answers_for_no_summary()
    {
        var keeper = new CcdKeeper(portal.Grains, TimeProvider.System);
        var before = await AsAdministrator(async practice => (await practice.View())!);
        var signer = before.Providers[^1];

        try
        {
            Assert.Empty((await AsAdministrator(practice => practice.SetPolicies(new(BridgePortal.NewId(), before.Policies with { SummarySigner = signer.Id })))).Problems);
            var signed = (await keeper.Current("demo", "p1021"))!;
            Assert.Empty((await AsAdministrator(practice => practice.SaveProvider(new(BridgePortal.NewId(), signer with { OutOfUse = true })))).Problems);
            var left = (await keeper.Current("demo", "p1021"))!;

            Assert.Single(XDocument.Load(new MemoryStream(signed.Xml)).Descendants(_cda + "legalAuthenticator"));
            Assert.Empty(XDocument.Load(new MemoryStream(left.Xml)).Descendants(_cda + "legalAuthenticator"));
        }
        finally
        {
            await AsAdministrator(practice => practice.SaveProvider(new(BridgePortal.NewId(), signer)));
            await AsAdministrator(practice => practice.SetPolicies(new(BridgePortal.NewId(), before.Policies)));
        }
    }

    [Theory]
    [InlineData(CcdFiles.LargestSent, false)]
    [InlineData(CcdFiles.LargestSent + 1, true)]
    public void What_no_letter_takes_is_not_sent_and_that_is_said(int bytes, bool isRefused) =>
        Assert.Equal(isRefused ? "summary.too_large" : null, CcdFiles.TooLargeToSend(bytes)?.Code);

    private async Task<T> AsAdministrator<T>(Func<IPracticeGrain, Task<T>> act)
    {
        using var administrator = CallerScope.Use(new() { Practice = "demo", Roles = Audience.Administrator, UserId = "test", Name = "Test" });
        return await act(portal.Grain<IPracticeGrain>("demo", IPracticeGrain.Id));
    }

    private async Task<ImmutableArray<AuditEntry>> Trail(string patient)
    {
        using var system = CallerScope.Use(new() { Practice = "demo", Roles = Audience.Administrator, UserId = "test", Name = "Test" });
        return (await portal.Grain<IAuditTrailGrain>("demo", IAuditTrailGrain.Id).Read(new(PatientId: patient, Size: 100))).Entries;
    }
}
