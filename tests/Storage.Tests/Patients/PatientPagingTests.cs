using System.Globalization;
using System.Text.RegularExpressions;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Patients;

namespace Portal.Storage.Tests.Patients;

/// <summary>Pages of many patients: whole, stable while others are added, and read from an index.</summary>
public abstract class PatientPagingSuite(TestDatabase database) : IAsyncLifetime
{
    private const string Practice = "paging";
    private const int Patients = 4000;
    private static readonly string[] _lastNames = ["Adler", "Alvarez", "Baker", "Brandt", "Cole", "Diaz", "Evans", "Fischer"];
    private static readonly string[] _firstNames = ["Ana", "Ben", "Carla", "Diego", "Eva"];
    private PatientStore _store = null!;

    protected abstract string Statistics { get; }

    public async Task InitializeAsync()
    {
        _store = new(database);
        if ((await _store.Search(Practice, "adler")).Length > 0)
            return;
        await _store.Add(Practice, [.. Enumerable.Range(0, Patients).Select(Numbered)]);
        await _store.Add("crowd", [.. Enumerable.Range(0, Patients).Select(Numbered)]);
        await using var connection = await database.Database.DataSource.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = Statistics;
        await command.ExecuteNonQueryAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("ana a")]
    [InlineData("312")]
    public async Task All_pages_together_have_everyone_once(string text)
    {
        var whole = await Ids(text, size: 100);
        var small = await Ids(text, size: 37);

        Assert.Equal(whole, small);
        Assert.Equal(whole.Distinct().Count(), whole.Count);
        Assert.Equal(Patients, (await Ids("", size: 100)).Count(id => id.StartsWith('n')));
    }

    [Fact]
    public async Task Pages_stay_as_they_are_while_patients_are_added()
    {
        const string practice = "growing";
        var first = Enumerable.Range(0, 60).Select(Numbered).ToArray();
        await _store.Add(practice, first);
        var page = await _store.Queries.Search(practice, new("", null, 20));
        var seen = page.Rows.Select(row => row.Id).ToList();
        for (var added = 0; page.Next is not null; added++)
        {
            // One before everything that was shown, one after everything that will be.
            await _store.Add(
                practice,
                ($"early{added}", PatientStore.Of(new() { FirstName = "Aaron", LastName = "Aaberg" })),
                ($"late{added}", PatientStore.Of(new() { FirstName = "Zoe", LastName = "Zwick" })));
            page = await _store.Queries.Search(practice, new("", page.Next, 20));
            seen.AddRange(page.Rows.Select(row => row.Id));
        }

        Assert.Equal(first.Select(one => one.Id).Order(), seen.Where(id => id.StartsWith('n')).Order());
        Assert.DoesNotContain(seen, id => id.StartsWith("early", StringComparison.Ordinal));
        Assert.Contains("late0", seen);
    }

    [Theory]
    [InlineData("", "patient_by_last")]
    [InlineData("alv", "patient_by_last", "patient_by_first", "patient_by_preferred", "patient_by_email")]
    [InlineData("ana alvarez", "patient_by_last", "patient_by_first")]
    [InlineData("1984-07-09", "patient_by_birth")]
    [InlineData("3125550", "patient_by_mobile", "patient_by_home", "patient_by_work")]
    [InlineData("ana@", "patient_by_email")]
    public async Task Every_kind_of_match_is_read_from_its_index(string text, params string[] indexes)
    {
        var lanes = SearchPlan.For(text);
        for (var i = 0; i < lanes.Length; i++)
        {
            var query = SearchQuery.Of("id, last_name", Practice, lanes[i], lanes[..i], null, hidden: false, size: 26);

            var plan = await _store.Explain(query.Sql, query.Arguments);

            Assert.Contains(indexes, index => plan.Contains(index, StringComparison.Ordinal));
            AssertIndexed(plan);
            // A narrow range may be sorted; PostgreSQL does so while the table is small.
            if (lanes[i].Ranges.IsEmpty)
                AssertUnsorted(plan);
        }
    }

    [Fact]
    public async Task The_next_page_begins_in_the_index_too()
    {
        foreach (var step in SearchStep.After(["cole", "eva", "n0100"]))
        {
            var query = SearchQuery.Of("id, last_name", Practice, SearchLane.Everyone, [], step, hidden: false, size: 26);

            var plan = await _store.Explain(query.Sql, query.Arguments);

            AssertIndexed(plan);
            AssertUnsorted(plan);
            Assert.InRange(Regex.Count(plan, IndexCondition), step!.Same + 2, int.MaxValue);
        }
    }

    [Fact]
    public async Task Whom_somebody_may_see_is_read_from_indexes() =>
        AssertIndexed(await _store.Explain(
            PatientQueries.SeenBy, [("practice", Practice), ("viewer", "n0001"), ("family", 1)]));

    /// <summary>How the plan says that a column is looked up in the index, and not only compared.</summary>
    protected abstract string IndexCondition { get; }

    private static void AssertIndexed(string plan)
    {
        Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("SCAN grain_state", plan, StringComparison.Ordinal);
    }

    private static void AssertUnsorted(string plan)
    {
        Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    private static (string Id, PatientState State) Numbered(int number)
    {
        var person = new Demographics
        {
            FirstName = _firstNames[number % _firstNames.Length],
            LastName = _lastNames[number / 3 % _lastNames.Length],
            BirthDate = new DateOnly(1950, 1, 1).AddDays(number * 7 % 20000),
            WirelessPhone = string.Create(CultureInfo.InvariantCulture, $"312 55{number % 100:00} {number:0000}"),
            Email = string.Create(CultureInfo.InvariantCulture, $"person{number}@example.com"),
        };
        return (string.Create(CultureInfo.InvariantCulture, $"n{number:0000}"), PatientStore.Of(person));
    }

    private async Task<List<string>> Ids(string text, int size)
    {
        var ids = new List<string>();
        string? after = null;
        do
        {
            var page = await _store.Queries.Search(Practice, new(text, after, size));
            ids.AddRange(page.Rows.Select(row => row.Id));
            after = page.Next;
        }
        while (after is not null);
        return ids;
    }
}

public sealed class SqlitePatientPagingTests(SqliteDatabase database) : PatientPagingSuite(database), IClassFixture<SqliteDatabase>
{
    protected override string Statistics => "pragma optimize";

    protected override string IndexCondition => @"<expr>[=>]\?";
}

[Collection(PostgresTests.Name)]
public sealed class PostgresPatientPagingTests(PostgresDatabase database)
    : PatientPagingSuite(database), IClassFixture<PostgresDatabase>
{
    protected override string Statistics => "analyze";

    protected override string IndexCondition => @"(?<=Index Cond: .*)(=|>) '[^']+'::text\)";
}
