using System.Text.Json;
using Orleans.Runtime;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Records;
using Portal.Silo.Storage;

namespace Portal.Storage.Tests.Records;

/// <summary>Resources are found by what they are known by elsewhere, without looking through the others.</summary>
public abstract class IdentifierSuite(TestDatabase database) : StorageSuite(database)
{
    private const string Practice = "lake";

    private RecordQueries Queries => new(new(Database.Database.DataSource));

    [Fact]
    public async Task A_resource_is_found_by_each_of_its_identifiers_in_its_own_practice_only()
    {
        await Store(Practice, "leo", "Patient", "leo", """[{"system":"urn:mrn","value":"AB-1"},{"value":"plain"},{"system":"urn:old","value":"ab-1"}]""");
        await Store(Practice, "leo", "Condition", "decay", """[{"system":"urn:mrn","value":"ab-1"}]""");
        await Store("hill", "leo", "Patient", "leo", """[{"system":"urn:mrn","value":"ab-1"}]""");
        await Store(Practice, "mia", "Patient", "mia", """[{"system":"urn:mrn","value":"ab-1"},{"value":"also"}]""");

        Assert.Equal(["leo", "mia"], await Found("Patient", "ab-1"));
        Assert.Equal(["leo", "mia"], await Found("Patient", "plain", "also"));
        Assert.Equal(["leo"], await Found("Patient", ["plain", "ab-1"], "", 1));
        Assert.Equal(["mia"], await Found("Patient", ["ab-1"], "leo", 10));
        Assert.Equal(["decay"], await Found("Condition", "ab-1"));
        Assert.Empty(await Found("Patient", "ab"));
    }

    [Fact]
    public async Task One_that_changed_is_found_by_what_it_has_now_and_one_that_was_deleted_not_at_all()
    {
        var row = await Store(Practice, "ana", "QuestionnaireResponse", "form", """{"value":"first"}""");
        Assert.Equal(["form"], await Found("QuestionnaireResponse", "first"));

        await Store(Practice, "ana", "QuestionnaireResponse", "form", """{"value":"second"}""", row);
        Assert.Empty(await Found("QuestionnaireResponse", "first"));
        Assert.Equal(["form"], await Found("QuestionnaireResponse", "second"));

        row.State = RecordRules.Delete(row.State!, default);
        await Storage.WriteStateAsync(ResourceState.StateName, Id(Practice, "ana", "QuestionnaireResponse", "form"), row);
        Assert.Empty(await Found("QuestionnaireResponse", "second"));
        Assert.Empty(await List("select value from resource_identifier where patient_id = 'ana'"));
    }

    [Theory]
    [InlineData("""[{"system":"urn:mrn"},{"value":""},"text",7]""")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("""[{"value":"größer"}]""")]
    public async Task What_is_not_in_the_index_is_stored_all_the_same(string identifier)
    {
        var id = $"odd-{identifier.Length}";
        var row = await Store(Practice, "odd", "Device", id, identifier);
        await Store(Practice, "odd", "Device", id, """[{"value":"even"}]""", row);
        await Store(Practice, "odd", "Device", id, identifier, row);
        await Store(Practice, "odd", "Device", id + "-long", $$"""[{"value":"{{new string('x', 3_000)}}"}]""");

        Assert.Empty(await List("select value from resource_identifier where patient_id = 'odd'"));
    }

    [Fact]
    public async Task A_number_that_no_database_holds_keeps_no_resource_out()
    {
        var text = """{"resourceType":"Device","identifier":[{"value":"vast"}],"vast":1e999999}""";
        var row = new GrainState<ResourceState> { State = new() { PatientId = "vast", Type = "Device", Id = "vast", Json = text } };

        await Storage.WriteStateAsync(ResourceState.StateName, Id(Practice, "vast", "Device", "vast"), row);

        Assert.Equal("1", Assert.Single(await List("select count(*) from resource_content where id = 'vast'")));
    }

    [Fact]
    public async Task What_was_stored_before_there_was_an_index_is_in_it()
    {
        await Store(Practice, "old", "Coverage", "card", """[{"value":"MEMBER-7"}]""");
        await Execute("delete from resource_identifier");
        Assert.Empty(await Found("Coverage", "member-7"));

        await Execute(Migration.Embedded(Database.Database.Kind).Single(migration => migration.Name == "identifiers").Text);

        Assert.Equal(["card"], await Found("Coverage", "member-7"));
    }

    [Fact]
    public async Task They_are_read_from_the_index_without_sorting()
    {
        var isSqlite = Database.Database.Kind is DatabaseKind.Sqlite;
        static string Json(int number) => $$"""{"resourceType":"Patient","identifier":[{"system":"urn:mrn","value":"{{number}}"}]}""";
        await Database.Database.Insert(ResourceState.StateName, Enumerable.Range(0, 3_000).Select(number => (
            $"plan/p{number}/Patient/p{number}",
            JsonSerializer.Serialize(new ResourceState { PatientId = $"p{number}", Type = "Patient", Id = $"p{number}", Json = Json(number) }, DocumentJson.Options))));
        if (!isSqlite)
            await Execute("analyze grain_state; analyze resource_identifier;");
        (string, object?)[] asked = [("practice", "plan"), ("type", "Patient"), ("value", "7"), ("patient", ""), ("id", ""), ("limit", 500)];

        var plan = string.Join('\n', await new DocumentQueries(Database.Database.DataSource).List(
            (isSqlite ? "explain query plan " : "explain ") + RecordQueries.IdentifiedSql, row => row.GetString(isSqlite ? 3 : 0), asked));

        Assert.Contains(isSqlite ? "SEARCH known USING PRIMARY KEY (practice=? AND type=? AND value=?" : "resource_identifier_pkey", plan, StringComparison.Ordinal);
        Assert.Contains(isSqlite ? "sqlite_autoindex_grain_state_1 (state=? AND id=?)" : "grain_state_pkey", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("SCAN", plan, StringComparison.Ordinal);
    }

    private async Task<string[]> Found(string type, params string[] values) => await Found(type, values, "", 10);

    private async Task<string[]> Found(string type, string[] values, string after, int limit) =>
        [.. (await Queries.Identified(Practice, type, [.. values], after, after, limit)).Select(row => row.Resource.Id)];

    private async Task<GrainState<ResourceState>> Store(
        string practice, string patientId, string type, string id, string identifier, GrainState<ResourceState>? row = null)
    {
        row ??= new();
        row.State = new() { PatientId = patientId, Type = type, Id = id, Json = $$"""{"resourceType":"{{type}}","identifier":{{identifier}}}""" };
        await Storage.WriteStateAsync(ResourceState.StateName, Id(practice, patientId, type, id), row);
        return row;
    }

    private static GrainId Id(string practice, string patientId, string type, string id) =>
        GrainId.Create(ResourceState.StateName, RecordId.RowKey(practice, patientId, type, id));
}

public sealed class SqliteIdentifierTests(SqliteDatabase database) : IdentifierSuite(database), IClassFixture<SqliteDatabase>;

[Collection(PostgresTests.Name)]
public sealed class PostgresIdentifierTests(PostgresDatabase database) : IdentifierSuite(database), IClassFixture<PostgresDatabase>;
