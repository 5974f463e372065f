using System.Net;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;

namespace Portal.WebFront.Tests.Records;

/// <summary>An appointment that can be no visit is kept as it came, and the answer says what it lacks.</summary>
public sealed class UnfitVisitTests(BridgePortal portal) : IClassFixture<BridgePortal>, IAsyncLifetime
{
    private static int _days;
    private readonly string _id = BridgePortal.NewId();

    /// <summary>A day of its own for each test: they share a provider.</summary>
    private readonly DateOnly _day = new DateOnly(2031, 3, 4).AddDays(Interlocked.Increment(ref _days));

    public async Task InitializeAsync()
    {
        using var system = CallerScope.Use(Caller.System(BridgePortal.Practice));
        var practice = portal.Grain<IPracticeGrain>(BridgePortal.Practice, IPracticeGrain.Id);
        Assert.Empty((await practice.SaveProfile(new("profile", new() { Slug = BridgePortal.Practice, Name = "Birch Dental" }))).Problems);
        Assert.Empty((await practice.SaveLocation(new("location", new("main", "Main Street", "America/Chicago")))).Problems);
        Assert.Empty((await practice.SaveProvider(new("provider", new("raman", "Dr. Priya Raman", ProviderKind.Dentist, ["main"])))).Problems);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("start", null, ".start", "It has no start.")]
    [InlineData("end", null, ".end", "does not end after it begins")]
    [InlineData("end", -1, ".end", "does not end after it begins")]
    [InlineData("end", 23, ".start", "must end on the day")]
    [InlineData("location", null, ".participant", "names no location or chair")]
    public async Task What_an_appointment_lacks_is_a_warning_with_its_place_and_the_resource_is_kept(
        string element, int? hours, string place, string reason)
    {
        var appointment = Appointment();
        if (element == "location")
            appointment["participant"]!.AsArray().RemoveAt(1);
        else
            appointment[element] = hours is { } later ? $"{Start.AddHours(later):yyyy-MM-dd'T'HH:mm:ss}Z" : null;
        if (hours is null)
            appointment.Remove(element);

        var (status, answer) = await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(_id), appointment));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["201", "201"], BridgePortal.Statuses(answer));
        var issue = Assert.Single(Issues(answer, 1));
        Assert.Equal("warning", issue!["severity"]!.GetValue<string>());
        Assert.Equal($"Bundle.entry[1].resource{place}", issue["expression"]![0]!.GetValue<string>());
        Assert.StartsWith("The appointment is kept in the record", issue["diagnostics"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains(reason, issue["diagnostics"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(appointment, await portal.Stored(_id, "Appointment", "v-" + _id)));
        Assert.Null(await Visit());
    }

    [Fact]
    public async Task A_visit_without_a_provider_is_in_the_book_with_a_warning()
    {
        var appointment = Appointment();
        appointment["participant"]!.AsArray().RemoveAt(2);

        var (_, answer) = await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(_id), appointment));

        Assert.Contains("names no provider", Assert.Single(Issues(answer, 1))!["diagnostics"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(AppointmentStatus.Scheduled, (await Visit())!.Status);
    }

    [Fact]
    public async Task Nothing_is_warned_of_where_nothing_is_missing()
    {
        var (_, answer) = await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(_id), Appointment()));

        Assert.All(answer["entry"]!.AsArray(), entry => Assert.Null(entry!["response"]!["outcome"]));
        Assert.NotNull(await Visit());
    }

    [Fact]
    public async Task What_the_practice_lacked_may_be_there_at_the_second_import_of_the_same()
    {
        var appointment = Appointment("site-" + _id);
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(_id), appointment));
        Assert.Null(await Visit());
        using (CallerScope.Use(Caller.System(BridgePortal.Practice)))
        {
            var practice = portal.Grain<IPracticeGrain>(BridgePortal.Practice, IPracticeGrain.Id);
            Assert.Empty((await practice.SaveLocation(new(_id, new("site-" + _id, "New Street", "America/Chicago")))).Problems);
        }

        var (_, answer) = await portal.Post(BridgePortal.Bundle("collection", appointment));

        Assert.Equal(["200"], BridgePortal.Statuses(answer));
        Assert.NotNull(await Visit());
    }

    [Fact]
    public async Task The_report_of_an_import_counts_warnings_and_tells_them()
    {
        var appointment = Appointment();
        appointment.Remove("start");
        using var http = portal.Bridge();
        using var content = new StringContent(
            BridgePortal.Bundle("collection", BridgePortal.Patient(_id), appointment).ToJsonString(), System.Text.Encoding.UTF8, "application/fhir+json");
        using var begun = await http.PostAsync($"/{BridgePortal.Practice}/fhir/R4/$import", content);

        var report = await Eventually.Get(async () =>
        {
            using var answer = await http.GetAsync(begun.Content.Headers.ContentLocation);
            return answer.StatusCode is HttpStatusCode.OK ? JsonNode.Parse(await answer.Content.ReadAsStringAsync()) : null;
        });

        var parameters = report["parameter"]!.AsArray();
        Assert.Equal(1, parameters.Single(one => one!["name"]!.GetValue<string>() == "warnings")!["valueInteger"]!.GetValue<int>());
        Assert.Equal(0, parameters.Single(one => one!["name"]!.GetValue<string>() == "problems")!["valueInteger"]!.GetValue<int>());
        var outcome = parameters.Single(one => one!["name"]!.GetValue<string>() == "outcome")!["resource"]!;
        Assert.Equal("warning", Assert.Single(outcome["issue"]!.AsArray())!["severity"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_visit_that_the_practices_system_entered_in_error_is_called_off_and_its_time_is_free()
    {
        await portal.Post(BridgePortal.Bundle("collection", BridgePortal.Patient(_id), Appointment()));
        var mistaken = Appointment();
        mistaken["status"] = "entered-in-error";
        mistaken.Remove("description");

        await Put(mistaken);
        var next = Appointment();
        next["id"] = "next-" + _id;
        var (_, answer) = await portal.Post(BridgePortal.Bundle("collection", next));

        var visit = (await Visit())!;
        Assert.Equal((AppointmentStatus.Broken, BreakKind.EnteredInError, "Check-up"), (visit.Status, visit.BrokenAs, visit.Reason));
        Assert.Equal(["201"], BridgePortal.Statuses(answer));
        Assert.Equal("entered-in-error", (await portal.Served($"Appointment/v-{_id}"))!["status"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_a_visit_that_has_taken_place_an_error_is_stored_with_a_warning_and_of_none_without(bool hasTakenPlace)
    {
        var visit = Appointment();
        visit["status"] = "fulfilled";
        await portal.Post(BridgePortal.Bundle("collection", hasTakenPlace ? [BridgePortal.Patient(_id), visit] : [BridgePortal.Patient(_id)]));
        (visit["status"], visit["participant"]) = ("entered-in-error", new JsonArray(Actor($"Patient/{_id}")));

        var (_, answer) = await portal.Post(BridgePortal.Bundle("transaction", visit));

        Assert.Equal([hasTakenPlace ? "200" : "201"], BridgePortal.Statuses(answer));
        Assert.Equal(hasTakenPlace ? AppointmentStatus.Complete : null, (await Visit())?.Status);
        if (!hasTakenPlace)
        {
            Assert.Null(answer["entry"]![0]!["response"]!["outcome"]);
            return;
        }

        var issue = Assert.Single(Issues(answer, 0))!;
        Assert.Equal("warning", issue["severity"]!.GetValue<string>());
        Assert.Equal("Bundle.entry[0].resource.status", issue["expression"]![0]!.GetValue<string>());
        Assert.Contains("has taken place", issue["diagnostics"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private DateTime Start => _day.ToDateTime(new(15, 0));

    private JsonObject Appointment(string location = "main") => new()
    {
        ["resourceType"] = "Appointment",
        ["id"] = "v-" + _id,
        ["status"] = "booked",
        ["description"] = "Check-up",
        ["start"] = $"{Start:yyyy-MM-dd'T'HH:mm:ss}Z",
        ["end"] = $"{Start.AddHours(1):yyyy-MM-dd'T'HH:mm:ss}Z",
        ["participant"] = new JsonArray(Actor($"Patient/{_id}"), Actor($"Location/{location}"), Actor("Practitioner/raman")),
    };

    private static JsonObject Actor(string reference) => new() { ["actor"] = new JsonObject { ["reference"] = reference }, ["status"] = "accepted" };

    private async Task Put(JsonObject appointment)
    {
        using var http = portal.Bridge();
        using var body = new StringContent(appointment.ToJsonString(), System.Text.Encoding.UTF8, "application/fhir+json");
        using var answer = await http.PutAsync($"/{BridgePortal.Practice}/fhir/R4/Appointment/{appointment["id"]}", body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static JsonArray Issues(JsonObject answer, int entry) => answer["entry"]![entry]!["response"]!["outcome"]!["issue"]!.AsArray();

    private async Task<AppointmentView?> Visit()
    {
        using var system = CallerScope.Use(Caller.System(BridgePortal.Practice));
        return await portal.Grain<IAppointmentGrain>(BridgePortal.Practice, "v-" + _id).View();
    }
}
