using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Patients;
using Portal.WebFront.Tests.Live;

namespace Portal.WebFront.Tests.Patients;

/// <summary>The staff's page of a patient that is open while others change what it tells.</summary>
[Collection(SharedPeoplePortal.Name)]
public sealed class LivePatientPageTests(PeoplePortal portal)
{
    private const string Patients = $"/{PeoplePortal.Practice}/staff/patients";

    [Theory]
    [InlineData("#about")]
    [InlineData("#reached")]
    public async Task What_is_told_of_the_person_changes_at_once(string card)
    {
        var id = $"live-{card[1..]}";
        await portal.Add(id);
        using var desk = await portal.SignedIn("fred");
        await desk.Open($"{Patients}/{id}");
        var topic = desk.Page.QuerySelector(card)!.GetAttribute("data-live")!;
        await using var socket = await LiveSocket.Open(desk, PeoplePortal.Practice);
        await socket.Watch(topic);

        await Save(id, PeoplePortal.Person with { WirelessPhone = "(312) 555-0177" });

        Assert.Equal(topic, await socket.Hears());
        await desk.Open(desk.Page.QuerySelector(card)!.GetAttribute("data-live-src")!);
        Assert.Contains("(312) 555-0177", desk.Page.QuerySelector(card)!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_in_the_family_change_and_who_comes_to_it_appears_at_once()
    {
        await portal.Add("live-payer", PeoplePortal.Person with { FirstName = "Paula" });
        await portal.Add("live-child", PeoplePortal.Person with { FirstName = "Dan" }, guarantor: "live-payer");
        await portal.Add("live-other", PeoplePortal.Person with { FirstName = "Olga" });
        using var desk = await portal.SignedIn("fred");
        await desk.Open($"{Patients}/live-payer");
        await using var socket = await LiveSocket.Open(desk, PeoplePortal.Practice);
        await socket.Watch(desk.Page.QuerySelector("#family")!.GetAttribute("data-live")!.Split(' '));

        await Save("live-child", PeoplePortal.Person with { FirstName = "Daniel" }, "live-payer");
        await socket.Hears();
        Assert.Contains("Daniel", await Family(desk), StringComparison.Ordinal);

        await Save("live-other", PeoplePortal.Person with { FirstName = "Olga" }, "live-payer");
        await socket.Hears();
        Assert.Contains("Olga", await Family(desk), StringComparison.Ordinal);
    }

    private static async Task<string> Family(PortalBrowser desk)
    {
        await desk.Open($"{Patients}/live-payer");
        return desk.Page.QuerySelector("#family")!.TextContent;
    }

    private static void Require<T>(Result<T> result) => Assert.Empty(result.Problems);

    private async Task Save(string id, Demographics person, string? guarantor = null) => Require(await PeoplePortal.AsSystem(
        () => portal.Grain<IPatientGrain>(PeoplePortal.Practice, id).Save(new(PeoplePortal.NewId(), PatientStatus.Patient, person, guarantor, [], null))));
}
