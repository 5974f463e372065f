using System.Net;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;

namespace Portal.WebFront.Tests.Records;

public sealed class SyntheaTests(BridgePortal portal) : IClassFixture<BridgePortal>
{
    [Fact]
    public async Task All_bundles_go_in_whole_and_a_second_time_change_nothing()
    {
        var bundles = SharedData.Files("synthea").Select(SharedData.Read).ToList();
        Assert.Equal(15, bundles.Count);
        var first = new List<string[]>();
        foreach (var bundle in bundles)
        {
            var (status, answer) = await portal.Post(bundle);

            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Equal("transaction-response", answer["type"]!.GetValue<string>());
            Assert.Equal(bundle["entry"]!.AsArray().Count, answer["entry"]!.AsArray().Count);
            Assert.DoesNotContain("422", BridgePortal.Statuses(answer));
            first.Add(Versions(answer));
        }

        foreach (var (bundle, versions) in bundles.Zip(first))
            Assert.Equal(versions, Versions((await portal.Post(bundle)).Body));
    }

    [Fact]
    public async Task A_patient_of_the_data_is_a_patient_of_the_practice()
    {
        var bundle = SharedData.Read(SharedData.Files("synthea", "Alfreda_Wyman*.json").Single());
        await portal.Post(bundle);

        using var scope = CallerScope.Use(Caller.System(BridgePortal.Practice));
        var patient = await portal.Grain<IPatientGrain>(BridgePortal.Practice, "6d23a95e-7e18-4201-90ec-9501fa89fbd2").View();

        Assert.Equal("Alfreda", patient!.Demographics.FirstName);
        Assert.Equal("Wyman", patient.Demographics.LastName);
        Assert.Equal(new DateOnly(1980, 10, 28), patient.Demographics.BirthDate);
        Assert.Equal("MA", patient.Demographics.State);
    }

    private static string[] Versions(JsonObject answer) =>
        [.. answer["entry"]!.AsArray().Select(entry => entry!["response"]!["location"]!.GetValue<string>())];
}
