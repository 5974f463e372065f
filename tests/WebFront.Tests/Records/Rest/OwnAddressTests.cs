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

    [Fact]
    public async Task Nor_in_earlier_versions()
    {
        var id = $"prov-{Ulid.NewUlid().ToString().ToLowerInvariant()}";
        var practice = portal.Grain<IRecordGrain>("demo", RecordId.PracticeWide);
        using (CallerScope.Use(Caller.System("demo")))
        {
            foreach (var family in new[] { "Before", "After" })
            {
                var json = $$$"""{"resourceType":"Practitioner","id":"{{{id}}}","name":[{"family":"{{{family}}}"}],"telecom":[{"system":"email","value":"first{{{Address}}}"},{"system":"phone","value":"555"}]}""";
                await practice.Store([new() { Type = "Practitioner", Id = id, Json = json }]);
            }
        }

        using var emma = CallerScope.Use(new() { Practice = "demo", Roles = Audience.Patient, UserId = PortalUserId.ForPatient("p1000"), PatientId = "p1000" });
        var first = await practice.FetchVersion("Practitioner", id, 1);
        var all = (await practice.History(new() { Type = "Practitioner", Id = id }))!;

        Assert.Equal(2, all.Matches.Length);
        Assert.All(all.Matches.Append(first!), version => Assert.DoesNotContain(Address, Encoding.UTF8.GetString(version.Json), StringComparison.Ordinal));
        Assert.All(all.Matches.Append(first!), version => Assert.Contains("555", Encoding.UTF8.GetString(version.Json), StringComparison.Ordinal));
    }

    /// <summary>What a scope leaves out by its category it leaves out of the past as well.</summary>
    [Fact]
    public async Task A_version_of_another_category_is_not_told()
    {
        var id = Ulid.NewUlid().ToString().ToLowerInvariant();
        var record = portal.Grain<IRecordGrain>("demo", "p1000");
        using (CallerScope.Use(Caller.System("demo")))
        {
            foreach (var category in new[] { "social-history", "laboratory" })
            {
                var coding = $$$"""{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"{{{category}}}"}""";
                var json = $$$"""{"resourceType":"Observation","id":"{{{id}}}","status":"final","category":[{"coding":[{{{coding}}}]}],"subject":{"reference":"Patient/p1000"}}""";
                await record.Store([new() { Type = "Observation", Id = id, Json = json }]);
            }
        }

        using var app = CallerScope.Use(new()
        {
            Practice = "demo", Roles = Audience.Patient, UserId = PortalUserId.ForPatient("p1000"), PatientId = "p1000", OnlyPatientId = "p1000", AppId = "demo.lab",
            Scope = "patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|laboratory",
        });

        Assert.Null(await record.FetchVersion("Observation", id, 1));
        Assert.Equal([2], (await record.History(new() { Type = "Observation", Id = id }))!.Matches.Select(version => version.Version));
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
