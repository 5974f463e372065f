using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Demo;

namespace Portal.WebFront.Tests.Records;

[Collection(DemoPortal.Name)]
public sealed class DemoTests(DemoPortal portal)
{
    private static readonly DateTimeOffset _instant = new(2026, 11, 23, 15, 20, 0, TimeSpan.Zero);

    [Fact]
    public void The_same_instant_gives_the_same_bundle() =>
        Assert.Equal(DemoBundle.At(_instant).ToJsonString(), DemoBundle.At(_instant).ToJsonString());

    [Theory]
    [InlineData("2026-03-08T12:00:00Z")]
    [InlineData("2026-11-01T06:30:00Z")]
    [InlineData("2028-02-29T23:59:00Z")]
    [InlineData("2027-01-01T00:00:00Z")]
    public void No_provider_and_no_patient_is_in_two_places_at_once(string now)
    {
        var visits = Of(DemoBundle.At(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture)), "Appointment")
            .Where(visit => visit["status"]!.GetValue<string>() is "booked" or "arrived")
            .ToList();

        foreach (var actor in visits.SelectMany(Actors).Where(actor => !actor.StartsWith("Location/", StringComparison.Ordinal)).Distinct())
        {
            var times = visits.Where(visit => Actors(visit).Contains(actor)).Select(Time).OrderBy(time => time.Start).ToList();
            Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start, actor));
        }
    }

    [Fact]
    public void The_practice_is_of_the_size_that_was_asked_for()
    {
        var bundle = DemoBundle.At(_instant);

        Assert.Equal(40, Of(bundle, "Patient").Count());
        Assert.Equal(5, Of(bundle, "PractitionerRole").Count());
        var visits = Of(bundle, "Appointment").ToList();
        Assert.InRange(visits.Count(visit => Time(visit).Start < _instant), 140, 180);
        Assert.InRange(visits.Count(visit => Time(visit).Start >= _instant), 30, 50);
        Assert.Contains(visits, visit => Time(visit).Start.Date == _instant.Date);
    }

    [Fact]
    public async Task The_first_start_imports_it_without_a_problem_and_gives_the_sign_ins()
    {
        using var scope = CallerScope.Use(Caller.System("demo"));

        var import = await portal.Grain<IImportGrain>("demo", "demo-1").View();
        var practice = await portal.Grain<IPracticeGrain>("demo", IPracticeGrain.Id).View();

        Assert.Equal(ImportStatus.Done, import!.Status);
        Assert.Equal(0, import.ProblemCount);
        Assert.Contains(practice!.Providers, provider => provider is { Id: "prov-1", Email: "priya.raman@maplestreet.example.com" });
        Assert.Equal(2, practice!.Locations.Length);
        Assert.Equal(5, practice.Providers.Length);
        Assert.Equal(5, practice.Chairs.Length);
        Assert.Equal(6, practice.Staff.Length);
    }

    [Theory]
    [InlineData("emma.bennett")]
    [InlineData("minh.nguyen")]
    [InlineData("eleanor.thompson")]
    [InlineData("grace.kim")]
    [InlineData("nadia.haddad")]
    [InlineData("priya.raman")]
    public async Task Its_people_sign_in(string userName)
    {
        using var browser = new PortalBrowser(portal.Address);

        await browser.SignIn("demo", userName, DemoSignIns.Password);

        Assert.DoesNotContain("sign-in", browser.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_patients_record_knows_the_user_name_that_the_patient_chose()
    {
        // The sign-in tells the record by an outbox item, right after the start.
        foreach (var signIn in DemoSignIns.Patients)
        {
            await Eventually.Holds(
                async () =>
                {
                    using var scope = CallerScope.Use(Caller.System("demo"));
                    return (await portal.Grain<IPatientGrain>("demo", signIn.PatientId).View())!.Access.UserName == signIn.UserName;
                },
                $"the record of {signIn.PatientId} knows {signIn.UserName}");
        }
    }

    [Fact]
    public async Task Parents_act_for_their_children_and_one_pays()
    {
        using var scope = CallerScope.Use(Caller.System("demo"));

        var child = await portal.Grain<IPatientGrain>("demo", "p1002").View();

        Assert.Equal("p1000", child!.GuarantorId);
        Assert.Equal(["p1000", "p1001"], child.Representatives.Select(person => person.PatientId).Order());
        Assert.All(child.Representatives, person => Assert.Equal(RepresentativeKind.Guardian, person.Kind));
    }

    private static IEnumerable<JsonObject> Of(JsonObject bundle, string type) => bundle["entry"]!.AsArray()
        .Select(entry => entry!["resource"]!.AsObject())
        .Where(resource => resource["resourceType"]!.GetValue<string>() == type);

    private static IEnumerable<string> Actors(JsonObject visit) =>
        visit["participant"]!.AsArray().Select(participant => participant!["actor"]!["reference"]!.GetValue<string>());

    private static (DateTimeOffset Start, DateTimeOffset End) Time(JsonObject visit) =>
        (At(visit, "start"), At(visit, "end"));

    private static DateTimeOffset At(JsonObject visit, string name) =>
        DateTimeOffset.Parse(visit[name]!.GetValue<string>(), CultureInfo.InvariantCulture);
}
