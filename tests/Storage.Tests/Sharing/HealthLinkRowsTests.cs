using System.Text.Json;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Sharing;
using Portal.Grains.Sharing;
using Portal.Silo.Storage;

namespace Portal.Storage.Tests.Sharing;

/// <summary>What the links of a patient are asked for, of either database.</summary>
public abstract class HealthLinkRowsSuite(TestDatabase database) : IAsyncLifetime
{
    private const int Strangers = 2_000;
    private static readonly DateTimeOffset _now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private readonly DocumentQueries _queries = new(database.Database.DataSource);

    public async Task InitializeAsync()
    {
        if (await HasFile("works"))
            return;
        var works = new HealthLinkState { PatientId = "ana", MadeAt = _now.AddHours(-3), ExpiresAt = _now.AddHours(1) };
        await database.Database.Insert(
            "health_link",
            [
                Row("lake/works", works),
                Row("lake/expired", works with { MadeAt = _now.AddHours(-2), ExpiresAt = _now }),
                Row("lake/revoked", works with { MadeAt = _now.AddHours(-1), End = HealthLinkStanding.Revoked, EndedAt = _now }),
                Row("lake/begun", works with { BeingMade = true }),
                Row("lake/broke-off", works with { BeingMade = true, ExpiresAt = _now }),
                Row("hill/elsewhere", works),
                .. Enumerable.Range(0, Strangers).Select(number => Row($"lake/s{number}", works with { PatientId = $"p{number / 10}" })),
            ]);
        await database.Database.Insert(HealthLinkContent.RowName, ("lake/works", "{}"));
        if (database.Database.Kind is not DatabaseKind.Sqlite)
            await _queries.List("analyze grain_state", row => row.GetString(0));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_list_has_what_was_made_the_newest_first()
    {
        var ids = await _queries.List(HealthLinkSql.OfPatient, row => row.GetString(0), ("practice", "lake"), ("patient", "ana"), ("size", 50));

        Assert.Equal(["revoked", "expired", "works"], ids.AsEnumerable());
    }

    [Theory]
    [InlineData("another", 2)]
    [InlineData("works", 1)]
    [InlineData("begun", 1)]
    public async Task Other_links_that_work_or_are_being_made_are_counted(string link, int others) => Assert.Equal(
        others,
        await _queries.First(
            HealthLinkSql.OthersOpen, row => row.GetInt32(0),
            ("practice", "lake"), ("patient", "ana"), ("link", link), ("now", DocumentJson.TextOf(_now))));

    [Fact]
    public async Task A_file_is_there_or_not()
    {
        Assert.True(await HasFile("works"));
        Assert.False(await HasFile("revoked"));
    }

    [Theory]
    [InlineData(HealthLinkSql.OfPatient)]
    [InlineData(HealthLinkSql.OthersOpen)]
    public async Task The_links_of_a_patient_are_read_from_their_index_without_sorting(string sql)
    {
        var isSqlite = database.Database.Kind is DatabaseKind.Sqlite;
        (string Name, object? Value)[] known = [("practice", "lake"), ("patient", "p7"), ("size", 50), ("link", "x"), ("now", DocumentJson.TextOf(_now))];
        var used = known.Where(one => sql.Contains($"@{one.Name}", StringComparison.Ordinal)).ToArray();

        var plan = string.Join('\n', await _queries.List((isSqlite ? "explain query plan " : "explain ") + sql, row => row.GetString(isSqlite ? 3 : 0), used));

        Assert.Contains("health_link_by_patient", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
    }

    private async Task<bool> HasFile(string link) => await _queries.First(
        HealthLinkSql.File, row => row.GetInt32(0), ("state", HealthLinkContent.RowName), ("id", $"lake/{link}")) > 0;

    private static (string Key, string Doc) Row(string key, HealthLinkState link) => (key, JsonSerializer.Serialize(link, DocumentJson.Options));
}

public sealed class SqliteHealthLinkRowsTests(SqliteDatabase database) : HealthLinkRowsSuite(database), IClassFixture<SqliteDatabase>;

[Collection(PostgresTests.Name)]
public sealed class PostgresHealthLinkRowsTests(PostgresDatabase database) : HealthLinkRowsSuite(database), IClassFixture<PostgresDatabase>;
