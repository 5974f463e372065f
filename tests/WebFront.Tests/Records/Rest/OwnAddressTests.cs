using System.Text;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;

namespace Portal.WebFront.Tests.Records.Rest;

[Collection(DemoPortal.Name)]
public sealed class OwnAddressTests(DemoPortal portal)
{
    private const string Address = "@maplestreet.example.com";

    [Fact]
    public async Task Patients_are_given_no_address_of_those_who_treat_and_the_practice_is()
    {
        var emma = new Caller { Practice = "demo", Roles = Audience.Patient, UserId = PortalUserId.ForPatient("p1000"), PatientId = "p1000" };
        var desk = new Caller { Practice = "demo", Roles = Audience.FrontDesk, UserId = "desk" };

        Assert.DoesNotContain(Address, await Practitioner(emma), StringComparison.Ordinal);
        Assert.Contains("Raman", await Practitioner(emma), StringComparison.Ordinal);
        Assert.Contains(Address, await Practitioner(desk), StringComparison.Ordinal);
        Assert.DoesNotContain(Address, await Practitioners(emma, "email", "priya.raman@maplestreet.example.com"), StringComparison.Ordinal);
        using var scope = CallerScope.Use(emma);
        var whole = await portal.Grain<IRecordGrain>("demo", "p1000").Everything(new());
        Assert.DoesNotContain(whole.Matches, found => found.Type is "Practitioner" or "PractitionerRole" && Encoding.UTF8.GetString(found.Json).Contains(Address, StringComparison.Ordinal));
        Assert.Contains(whole.Matches, found => found.Type is "Practitioner");
    }

    private async Task<string> Practitioner(Caller caller)
    {
        using var scope = CallerScope.Use(caller);
        return Encoding.UTF8.GetString((await portal.Grain<IRecordGrain>("demo", RecordId.PracticeWide).Fetch("Practitioner", "prov-1"))!.Json);
    }

    /// <summary>What must not be shown must not be found by either.</summary>
    private async Task<string> Practitioners(Caller caller, string parameter, string value)
    {
        using var scope = CallerScope.Use(caller);
        var found = await portal.Grain<IRecordGrain>("demo", RecordId.PracticeWide)
            .Search(new() { Type = "Practitioner", Filters = [new(parameter, default, [value])] });
        Assert.Empty(found.Matches);
        return string.Concat(found.Matches.Select(match => Encoding.UTF8.GetString(match.Json)));
    }
}
