using Portal.Silo.Documents;

namespace Portal.Storage.Tests;

/// <summary>
/// A view over documents uses its expression index, as docs/operations.md tells authors to write both. The view and
/// the index are made here the way a feature's migration makes them.
/// </summary>
public abstract class QueryPlanSuite(TestDatabase database) : StorageSuite(database)
{
    private const string Page = """
        select id, name from person_directory
        where practice = 'demo' and (name, id) > ('Name 0500', '') order by name, id limit 50
        """;

    private const string Changes = """
        select id from person_directory where practice = 'demo' and changed_at > '2026-03-01T00:00:00.000Z' order by changed_at limit 50
        """;

    private const string Pending = "select state, id from outbox_pending where modified < '2999-01-01T00:00:00.000Z' order by modified limit 100";

    private const string Rows = """
        select id from grain_state where state = 'person' and id > 'demo/000500' and id < 'demo0' order by id limit 50
        """;

    protected abstract string PracticeOfRow { get; }

    protected abstract string Sorted(string expression);

    [Theory]
    [InlineData(Page, "person_directory_name")]
    [InlineData(Changes, "person_directory_changed")]
    [InlineData(Pending, "grain_state_outbox")]
    [InlineData(Rows, "")]
    public async Task A_page_by_key_is_read_from_its_index_without_sorting(string query, string index)
    {
        await Prepare();

        var plan = await Explain(query);

        Assert.Contains(index.Length > 0 ? index : PrimaryKey, plan, StringComparison.Ordinal);
        Assert.DoesNotContain("SCAN grain_state\n", plan + "\n", StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_has_the_rows_after_the_key_in_order_and_of_one_practice_only()
    {
        await Prepare();

        var page = await List(Page);

        Assert.Equal(50, page.Count);
        Assert.All(page, row => Assert.StartsWith("demo/", row, StringComparison.Ordinal));
        Assert.Equal("demo/000502|Name 0502", page[0]);
        Assert.Equal(page.Order(StringComparer.Ordinal), page);
    }

    [Fact]
    public async Task The_sweep_of_files_finds_those_of_summaries_by_their_index()
    {
        await Prepare();
        if ((await List("select 1 from grain_state where state = 'record_copy' limit 1")).Count == 0)
            await Execute($"{InsertCopies}; {Statistics}");

        var plan = await Explain(FileSweep.AttachedAmong(["'f-0007'", "'f-none'"]));

        Assert.Contains("record_copy_by_file", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("SCAN grain_state\n", plan + "\n", StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Seq Scan on grain_state", plan, StringComparison.Ordinal);
        Assert.Equal(["f-0007"], await List(FileSweep.AttachedAmong(["'f-0007'", "'f-none'"])));
    }

    protected abstract string PrimaryKey { get; }

    protected abstract string InsertCopies { get; }

    protected abstract string InsertPeople { get; }

    /// <summary>What the database does by itself sooner or later.</summary>
    protected abstract string Statistics { get; }

    protected abstract Task<string> Explain(string query);

    private async Task Prepare()
    {
        if ((await List("select 1 from grain_state limit 1")).Count > 0)
            return;

        var name = Sorted("doc ->> 'name'");
        var changed = Sorted("doc ->> 'changedAt'");
        await Execute(
            $"""
            create view person_directory as
            select {PracticeOfRow} as practice, id, {name} as name, {changed} as changed_at, cast(doc ->> 'age' as bigint) as age
            from grain_state where state = 'person';
            create index person_directory_name on grain_state ({PracticeOfRow}, ({name}), id) where state = 'person';
            create index person_directory_changed on grain_state ({PracticeOfRow}, ({changed})) where state = 'person';
            {InsertPeople};
            {Statistics}
            """);
    }
}

public sealed class SqliteQueryPlanTests(SqliteDatabase database) : QueryPlanSuite(database), IClassFixture<SqliteDatabase>
{
    protected override string PracticeOfRow => "substr(id, 1, instr(id, '/') - 1)";

    protected override string PrimaryKey => "sqlite_autoindex_grain_state_1";

    protected override string Statistics => "";

    protected override string InsertPeople => """
        with recursive people(n) as (select 1 union all select n + 1 from people where n < 5000)
        insert into grain_state (service_id, state, id, n0, n1, doc, modified, version)
        select 'portal', case n % 5 when 0 then 'other' else 'person' end,
               printf('%s/%06d', case n % 2 when 0 then 'demo' else 'north' end, n), 0, 0,
               printf('{"name":"Name %04d","changedAt":"2026-%02d-01T00:00:00.000Z","age":%d}', n, n % 12 + 1, n % 90),
               '2026-11-22T00:00:00.000Z', 1
        from people
        """;

    protected override string InsertCopies => """
        with recursive copies(n) as (select 1 union all select n + 1 from copies where n < 3000)
        insert into grain_state (service_id, state, id, n0, n1, doc, modified, version)
        select 'portal', 'record_copy', printf('demo/copy-%04d', n), 0, 0, printf('{"fileId":"f-%04d"}', n), '2026-11-22T00:00:00.000Z', 1
        from copies
        """;

    protected override string Sorted(string expression) => expression;

    protected override async Task<string> Explain(string query) => string.Join('\n', await List($"explain query plan {query}"));
}

[Collection(PostgresTests.Name)]
public sealed class PostgresQueryPlanTests(PostgresDatabase database) : QueryPlanSuite(database), IClassFixture<PostgresDatabase>
{
    protected override string PracticeOfRow => "split_part(id, '/', 1)";

    protected override string PrimaryKey => "grain_state_pkey";

    protected override string Statistics => "analyze;";

    protected override string InsertPeople => """
        insert into grain_state (service_id, state, id, n0, n1, doc, modified, version)
        select 'portal', case n % 5 when 0 then 'other' else 'person' end,
               format('%s/%s', case n % 2 when 0 then 'demo' else 'north' end, lpad(n::text, 6, '0')), 0, 0,
               jsonb_build_object('name', 'Name ' || lpad(n::text, 4, '0'),
                                  'changedAt', format('2026-%s-01T00:00:00.000Z', lpad((n % 12 + 1)::text, 2, '0')), 'age', n % 90),
               '2026-11-22T00:00:00.000Z', 1
        from generate_series(1, 5000) as n
        """;

    protected override string InsertCopies => """
        insert into grain_state (service_id, state, id, n0, n1, doc, modified, version)
        select 'portal', 'record_copy', 'demo/copy-' || n, 0, 0, jsonb_build_object('fileId', 'f-' || lpad(n::text, 4, '0')), '2026-11-22T00:00:00.000Z', 1
        from generate_series(1, 3000) as n
        """;

    protected override string Sorted(string expression) => $"({expression}) collate \"C\"";

    protected override async Task<string> Explain(string query) => string.Join('\n', await List($"explain {query}"));
}
