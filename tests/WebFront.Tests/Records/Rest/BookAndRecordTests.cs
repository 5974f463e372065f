using System.Net;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;

namespace Portal.WebFront.Tests.Records.Rest;

/// <summary>What the book says of a visit and what its Appointment says are the same, whoever was last.</summary>
public sealed class BookAndRecordTests(BridgePortal portal) : IClassFixture<BridgePortal>, IAsyncLifetime
{
    private const string Nine = "2031-03-04T15:00:00Z";
    private const string Ten = "2031-03-04T16:00:00Z";
    private static readonly PracticeCard _profile = new() { Slug = BridgePortal.Practice, Name = "Birch Dental", PatientFacingUrl = "https://birch.example.org" };

    private readonly string _patient = BridgePortal.NewId();
    private readonly string _site = BridgePortal.NewId();
    private readonly string _chair = BridgePortal.NewId();
    private readonly string _dentist = BridgePortal.NewId();
    private readonly string _visit = BridgePortal.NewId();

    private IAppointmentGrain Visit => portal.Grain<IAppointmentGrain>(BridgePortal.Practice, _visit);

    public async Task InitializeAsync()
    {
        using (CallerScope.Use(Administrator))
        {
            var practice = portal.Grain<IPracticeGrain>(BridgePortal.Practice, IPracticeGrain.Id);
            if (await practice.View() is null)
                Assert.Empty((await practice.SaveProfile(new(BridgePortal.NewId(), _profile))).Problems);
            Assert.Empty((await practice.SaveLocation(new(BridgePortal.NewId(), new(_site, "East", "America/Chicago")))).Problems);
            Assert.Empty((await practice.SaveChair(new(BridgePortal.NewId(), new(_chair, _site, "Chair 1", 1)))).Problems);
            Assert.Empty((await practice.SaveProvider(new(BridgePortal.NewId(), new(_dentist, "Dr. Lee", ProviderKind.Dentist, [_site])))).Problems);
        }

        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(_patient), Appointment()));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_file_that_changes_something_else_leaves_the_visit_where_the_desk_has_moved_it()
    {
        await Move(Ten);

        await portal.Post(BridgePortal.Bundle("collection", With(Appointment(), ("comment", "Bring the old films."))));

        var told = (await Read())!;
        Assert.Equal((Ten, "Bring the old films."), (told["start"]!.GetValue<string>(), told["comment"]!.GetValue<string>()));
        Assert.Equal(Ten, await Start());
    }

    [Fact]
    public async Task A_write_that_means_it_moves_the_visit_back_or_books_it_again()
    {
        await Move(Ten);
        await Put(Appointment());
        var back = await Start();
        using (CallerScope.Use(FrontDesk))
            Assert.Empty((await Visit.Break(BridgePortal.NewId(), BreakKind.Cancelled)).Problems);
        await Told(found => found["status"]!.GetValue<string>() == "cancelled");

        await Put(Appointment());

        Assert.Equal(Nine, back);
        Assert.Equal(AppointmentStatus.Scheduled, (await View()).Status);
        Assert.Equal(("booked", Nine), ((await Read())!["status"]!.GetValue<string>(), (await Read())!["start"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_yes_of_the_patient_stays_in_both_when_an_older_not_yet_comes()
    {
        using (CallerScope.Use(FrontDesk))
            Assert.Empty((await Visit.SetConfirmation(BridgePortal.NewId(), ConfirmationStatus.Confirmed)).Problems);
        await Told(found => Answer(found) == "accepted");

        await portal.Post(BridgePortal.Bundle("collection", With(Appointment(), ("description", "Check-up and films"))));

        var told = (await Read())!;
        Assert.Equal(("accepted", "Check-up and films"), (Answer(told), told["description"]!.GetValue<string>()));
        Assert.Equal((ConfirmationStatus.Confirmed, "Check-up and films"), ((await View()).Confirmation, (await View()).Reason));
    }

    [Fact]
    public async Task What_the_book_knows_better_is_no_news_each_time_that_it_is_sent()
    {
        using (CallerScope.Use(FrontDesk))
            Assert.Empty((await Visit.SetConfirmation(BridgePortal.NewId(), ConfirmationStatus.Confirmed)).Problems);
        var told = await Told(found => Answer(found) == "accepted");

        await Put(Appointment());
        await Put(Appointment());
        await portal.Post(BridgePortal.Bundle("collection", With(Appointment(), ("comment", "Once."))));
        var once = await Told(found => found["comment"] is not null);
        await portal.Post(BridgePortal.Bundle("collection", With(Appointment(), ("comment", "Once."))));

        Assert.Equal(told["meta"]!["versionId"]!.GetValue<string>(), Before(once));
        Assert.Equal(once["meta"]!["versionId"]!.GetValue<string>(), (await Read())!["meta"]!["versionId"]!.GetValue<string>());
        Assert.Equal("accepted", Answer((await Read())!));
    }

    [Fact]
    public async Task A_no_of_the_patient_is_taken_as_it_comes()
    {
        using (CallerScope.Use(FrontDesk))
            Assert.Empty((await Visit.SetConfirmation(BridgePortal.NewId(), ConfirmationStatus.Confirmed)).Problems);
        await Told(found => Answer(found) == "accepted");
        var visit = Appointment();
        visit["participant"]![0]!["status"] = "declined";

        await Put(visit);

        Assert.Equal("declined", Answer((await Read())!));
        Assert.Equal(ConfirmationStatus.Unconfirmed, (await View()).Confirmation);
    }

    [Theory]
    [InlineData(ConfirmationStatus.InTreatmentRoom, "checked-in")]
    [InlineData(ConfirmationStatus.InTreatmentRoom, "arrived")]
    [InlineData(ConfirmationStatus.InTreatmentRoom, "booked")]
    public async Task Who_has_come_in_stays_where_they_are_whatever_else_is_told(ConfirmationStatus stands, string told)
    {
        using (CallerScope.Use(FrontDesk))
            Assert.Empty((await Visit.SetConfirmation(BridgePortal.NewId(), stands)).Problems);
        await Told(found => found["status"]!.GetValue<string>() is "checked-in" or "arrived");
        var visit = With(Appointment(), ("status", told), ("comment", "Bring the old films."));
        visit["participant"]![0]!["status"] = "declined";

        await Put(visit);

        Assert.Equal(stands, (await View()).Confirmation);
    }

    [Fact]
    public async Task Who_wants_to_be_called_is_called_also_when_what_was_read_comes_back()
    {
        using (CallerScope.Use(FrontDesk))
            Assert.Empty((await Visit.SetConfirmation(BridgePortal.NewId(), ConfirmationStatus.EConfirmCallBack)).Problems);
        var read = await Told(found => Answer(found) == "tentative");
        read["comment"] = "Bring the old films.";

        await Put(read.AsObject());

        Assert.Equal(ConfirmationStatus.EConfirmCallBack, (await View()).Confirmation);
    }

    [Fact]
    public async Task Who_takes_part_and_is_not_of_the_book_stays_when_the_visit_changes()
    {
        var others = new[] { "Practitioner/assistant-of-ours", "Practitioner/referring-dentist", "Location/x-ray-of-another-office", "Device/laser" };
        var visit = Appointment();
        foreach (var other in others)
            visit["participant"]!.AsArray().Add(Participant(other, "accepted"));
        await Put(visit);

        await Move(Ten);

        var actors = (await Read())!["participant"]!.AsArray().Select(one => one!["actor"]!["reference"]!.GetValue<string>()).ToList();
        Assert.Equal([$"Patient/{_patient}", $"Location/{_site}", $"Location/{_chair}", $"Practitioner/{_dentist}", .. others], actors);
    }

    private static Caller Administrator { get; } = new() { Practice = BridgePortal.Practice, Roles = Audience.Administrator, UserId = "admin", Name = "Administrator" };

    private static Caller FrontDesk { get; } = new() { Practice = BridgePortal.Practice, Roles = Audience.FrontDesk, UserId = "desk", Name = "Desk" };

    private JsonObject Appointment() => new()
    {
        ["resourceType"] = "Appointment", ["id"] = _visit, ["status"] = "booked", ["description"] = "Check-up", ["start"] = Nine, ["end"] = "2031-03-04T15:30:00Z",
        ["participant"] = new JsonArray(
            Participant($"Patient/{_patient}", "needs-action"), Participant($"Location/{_site}", "accepted"),
            Participant($"Location/{_chair}", "accepted"), Participant($"Practitioner/{_dentist}", "accepted")),
    };

    private static JsonObject Participant(string actor, string status) =>
        new() { ["actor"] = new JsonObject { ["reference"] = actor }, ["status"] = status };

    /// <summary>The version before.</summary>
    private static string Before(JsonNode resource) =>
        (int.Parse(resource["meta"]!["versionId"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture) - 1).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static JsonObject With(JsonObject resource, params (string Name, string Value)[] elements)
    {
        foreach (var (name, value) in elements)
            resource[name] = value;
        return resource;
    }

    private string Answer(JsonNode appointment) => appointment["participant"]!.AsArray()
        .Single(one => one!["actor"]!["reference"]!.GetValue<string>() == $"Patient/{_patient}")!["status"]!.GetValue<string>();

    /// <summary>At the desk; and waits until the record has it.</summary>
    private async Task Move(string start)
    {
        using (CallerScope.Use(FrontDesk))
        {
            var slot = (await Visit.View())!.Slot!;
            var at = DateTimeOffset.Parse(start, System.Globalization.CultureInfo.InvariantCulture);
            Assert.Empty((await Visit.Move(new(BridgePortal.NewId(), slot with { Start = at, End = at.AddMinutes(30) }, TimeIsMeant: true))).Problems);
        }

        await Told(found => found["start"]!.GetValue<string>() == start);
    }

    private Task<JsonNode> Told(Func<JsonNode, bool> isIt) => Eventually.Get(async () => await Read() is { } found && isIt(found) ? found : null);

    private async Task<AppointmentView> View()
    {
        using var scope = CallerScope.Use(FrontDesk);
        return (await Visit.View())!;
    }

    private async Task<string> Start() => (await View()).Slot!.Start.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private async Task Put(JsonObject resource) => Assert.Equal(HttpStatusCode.OK, (await portal.Put(resource)).Status);

    private Task<JsonNode?> Read() => portal.Read($"Appointment/{_visit}");
}
