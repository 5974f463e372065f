using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Webmail;
using Portal.Silo.Storage;
using Portal.WebFront.Demo;

namespace Portal.WebFront.Tests.Records;

/// <summary>What the demo practice is made of, and what of it is in the portal after the first start.</summary>
[Collection(DemoPortal.Name)]
public sealed partial class DemoContentTests(DemoPortal portal)
{
    private static readonly JsonObject[] _resources =
    [
        .. DemoBundle.At(new(2026, 11, 23, 15, 20, 0, TimeSpan.Zero))["entry"]!.AsArray().Select(entry => entry!["resource"]!.AsObject()),
    ];

    [Theory]
    [InlineData("AllergyIntolerance", 10)]
    [InlineData("Condition", 20)]
    [InlineData("MedicationStatement", 8)]
    [InlineData("MedicationRequest", 5)]
    [InlineData("Immunization", 15)]
    [InlineData("Coverage", 25)]
    public void Health_and_insurance_are_there(string type, int atLeast) => Assert.InRange(Of(type).Count(), atLeast, int.MaxValue);

    [Fact]
    public void Every_procedure_has_a_CDT_code_and_what_is_done_to_a_tooth_names_it()
    {
        var procedures = Of("Procedure").ToList();
        Assert.InRange(procedures.Count, 100, int.MaxValue);
        foreach (var procedure in procedures)
        {
            var coding = procedure["code"]!["coding"]![0]!;
            Assert.Equal("http://www.ada.org/cdt", Text(coding, "system"));
            Assert.Matches("^D[0-9]{4}$", Text(coding, "code"));
        }

        var restored = procedures.Where(procedure => Text(procedure["code"]!["coding"]![0]!, "code") is ['D', '2' or '3' or '7', ..]).ToList();
        Assert.InRange(restored.Count, 20, int.MaxValue);
        Assert.All(restored, procedure => Assert.InRange(int.Parse(Tooth(procedure), System.Globalization.CultureInfo.InvariantCulture), 1, 32));
    }

    [Fact]
    public void People_wrote_to_each_other_and_some_wait_for_an_answer()
    {
        var threads = Of("Communication").GroupBy(message => Text(message["topic"]!, "text")).ToList();

        Assert.InRange(threads.Count, 10, int.MaxValue);
        Assert.Contains(threads, thread => thread.Select(message => Text(message["sender"]!, "reference").Split('/')[0]).Distinct().Count() == 2);
        Assert.Contains(threads, thread => thread.Last()["received"] is null);
    }

    [Theory]
    [InlineData("AllergyIntolerance")]
    [InlineData("Condition")]
    [InlineData("MedicationStatement")]
    [InlineData("Procedure")]
    [InlineData("Coverage")]
    public async Task The_record_of_a_patient_has_it(string type)
    {
        using var system = CallerScope.Use(Caller.System("demo"));

        var page = await portal.Grain<IRecordDirectoryGrain>("demo", IRecordDirectoryGrain.Id).List(new("p1000", type));

        Assert.NotEmpty(page.Rows);
    }

    [Fact]
    public async Task A_conversation_is_mail_of_both_sides()
    {
        var provider = new Caller { Practice = "demo", Roles = Audience.Provider, UserId = "staff-4", ProviderId = "prov-1" };
        var patient = new Caller { Practice = "demo", Roles = Audience.Patient, UserId = PortalUserId.ForPatient("p1000"), PatientId = "p1000" };
        foreach (var reader in new[] { provider, patient })
        {
            using var scope = CallerScope.Use(reader);
            var view = await portal.Grain<IConversationGrain>("demo", "thread-01").View(null);

            Assert.Equal("Tooth is sensitive to cold", view!.Subject);
            Assert.Equal([Author.Patient, Author.Practice, Author.Patient], view.Messages.Select(message => message.Author));
        }
    }

    /// <summary>Keys stand in rows, addresses, audit entries, traces and topics.</summary>
    [Fact]
    public async Task No_key_tells_anybodys_name()
    {
        var people = Of("Patient").Concat(Of("Practitioner")).Select(person => person["name"]![0]!)
            .SelectMany(name => name["given"]!.AsArray().Select(given => given!.GetValue<string>()).Append(Text(name, "family")));
        var names = people
            .Concat(DemoSignIns.Staff.SelectMany(member => member.Name.Split(' ')))
            .Where(name => name != "Dr.")
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.Contains("Bennett", names);
        Assert.Contains("Rivera", names);

        foreach (var key in await Keys())
        {
            // What is made up at random holds every short name sooner or later.
            var told = Random().Replace(key, "");
            Assert.All(names, name => Assert.DoesNotContain(name, told, StringComparison.OrdinalIgnoreCase));
        }
    }

    private async Task<List<string>> Keys()
    {
        var database = portal.Services.GetRequiredService<PortalDatabase>();
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "select id from grain_state";
        await using var reader = await command.ExecuteReaderAsync();
        var keys = new List<string>();
        while (await reader.ReadAsync())
            keys.Add(reader.GetString(0));
        Assert.InRange(keys.Count, 500, int.MaxValue);
        return keys;
    }

    private static IEnumerable<JsonObject> Of(string type) => _resources.Where(resource => Text(resource, "resourceType") == type);

    private static string Tooth(JsonObject procedure) => procedure["bodySite"]![0]!["coding"]!.AsArray()
        .Where(coding => Text(coding!, "system").Contains("Tooth", StringComparison.Ordinal))
        .Select(coding => Text(coding!, "code"))
        .First();

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    [GeneratedRegex("[0-9a-z]{26,}")]
    private static partial Regex Random();
}
