using Microsoft.Playwright;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using static Microsoft.Playwright.Assertions;

namespace Portal.Browser.Tests.Live;

/// <summary>Who may not see somebody any more does not go on seeing what a page had.</summary>
[Collection(SharedChromium.Name)]
public sealed class EndedRightTests(Chromium chromium)
{
    private const string Child = "p1003";

    [Fact]
    public async Task An_open_summary_goes_when_the_right_to_it_has_ended()
    {
        await using var parent = await chromium.SignedIn("emma.bennett");
        await parent.Page.GotoAsync($"/demo/summary/{Child}");
        await Expect(parent.Page.GetByRole(AriaRole.Heading, new() { Name = "Health summary", Level = 1 })).ToBeVisibleAsync();
        await parent.Connected();
        var before = await Patient(grain => grain.View());
        try
        {
            await Save(before!, Child, []);

            await Expect(parent.Page.GetByRole(AriaRole.Heading, new() { Name = "Health summary", Level = 1 })).ToBeHiddenAsync();
            await Expect(parent.Page.Locator("main")).Not.ToContainTextAsync("Allergies");
        }
        finally
        {
            await Save(before!, before!.GuarantorId, before.Representatives);
        }

        parent.Forgive(text => text.Contains("404", StringComparison.Ordinal));
    }

    private async Task Save(PatientView view, string guarantor, System.Collections.Immutable.ImmutableArray<Representative> representatives) =>
        Assert.Empty((await Patient(grain => grain.Save(new(
            Ulid.NewUlid().ToString().ToLowerInvariant(), view.Status, view.Demographics, guarantor, representatives, view.PrimaryProviderId)))).Problems);

    private async Task<T> Patient<T>(Func<IPatientGrain, Task<T>> call)
    {
        using var system = CallerScope.Use(Caller.System("demo"));
        return await call(chromium.Grain<IPatientGrain>("demo", Child));
    }
}
