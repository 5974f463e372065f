using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Silo.Storage;

namespace Portal.Storage.Tests;

/// <summary>The schema from nothing to current, and every standing in which a silo must not start.</summary>
public abstract class SchemaMigratorSuite : IAsyncLifetime
{
    private static readonly Migration _one = new(1, "one", "create table if not exists one (id integer primary key);");
    private static readonly Migration _two = new(2, "two", "create table if not exists two (id integer primary key); insert into one values (2);");
    private static readonly Migration _five = new(5, "five", "insert into one values (5);");

    protected PortalDatabase Database { get; private set; } = null!;

    public async Task InitializeAsync() => Database = await Open();

    public virtual async Task DisposeAsync() => await Database.DisposeAsync();

    [Fact]
    public async Task A_fresh_database_is_older_until_it_is_migrated()
    {
        Assert.Equal(
            (SchemaState.Older, 0, 5),
            Numbers(await Migrator(_one, _two, _five).Check()));

        await Migrator(_one, _two, _five).Migrate();

        Assert.Equal((SchemaState.Current, 5, 5), Numbers(await Migrator(_one, _two, _five).Check()));
        Assert.Equal(2, await Scalar("select count(*) from one"));
    }

    [Fact]
    public async Task The_embedded_migrations_apply_and_apply_again_without_effect()
    {
        var migrator = new SchemaMigrator(Database, NullLogger.Instance);
        await migrator.Migrate();
        var recorded = await Scalar("select count(*) from schema_version");
        await migrator.Migrate();

        await migrator.EnsureCurrent();
        Assert.Equal(Migration.Embedded(Database.Kind).Count, recorded);
        Assert.Equal(recorded, await Scalar("select count(*) from schema_version"));
    }

    [Fact]
    public async Task The_text_of_every_embedded_migration_can_run_twice()
    {
        foreach (var migration in Migration.Embedded(Database.Kind))
        {
            await Execute(migration.Text);
            await Execute(migration.Text);
        }
    }

    [Fact]
    public async Task Migrators_at_the_same_time_apply_each_migration_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Migrator(_one, _two, _five).Migrate())));

        Assert.Equal(3, await Scalar("select count(*) from schema_version"));
        Assert.Equal(2, await Scalar("select count(*) from one"));
    }

    [Fact]
    public async Task A_number_that_was_left_out_is_applied_later()
    {
        await Migrator(_one, _five).Migrate();
        Assert.Equal((SchemaState.Older, 5, 5), Numbers(await Migrator(_one, _two, _five).Check()));

        await Migrator(_one, _two, _five).Migrate();

        Assert.Equal(2, await Scalar("select count(*) from one"));
    }

    [Fact]
    public async Task A_failing_migration_leaves_nothing_behind_and_can_be_mended()
    {
        var broken = new Migration(2, "two", "create table two (id integer primary key); insert into nowhere values (1);");
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => Migrator(_one, broken).Migrate());
        Assert.Equal((SchemaState.Older, 1, 2), Numbers(await Migrator(_one, broken).Check()));

        await Migrator(_one, _two).Migrate();

        Assert.Equal(1, await Scalar("select count(*) from one"));
    }

    [Fact]
    public async Task An_older_database_is_refused_with_what_to_run()
    {
        await Migrator(_one).Migrate();

        var refusal = await Assert.ThrowsAsync<SchemaMismatchException>(() => Migrator(_one, _two).EnsureCurrent());

        Assert.Equal(
            "The database schema is at 1 and this program needs 2 (missing: 0002_two). Run: dotnet run --project Silo -- migrate",
            refusal.Message);
    }

    [Fact]
    public async Task A_newer_database_is_refused_by_start_and_by_migrate()
    {
        await Migrator(_one, _two, _five).Migrate();

        var refusal = await Assert.ThrowsAsync<SchemaMismatchException>(() => Migrator(_one, _two).EnsureCurrent());
        await Assert.ThrowsAsync<SchemaMismatchException>(() => Migrator(_one, _two).Migrate());

        Assert.Equal(
            "The database schema is at 5 and this program knows 2 (unknown: 0005_five). "
            + "This program is older than the database; use the newer release.",
            refusal.Message);
    }

    [Fact]
    public async Task A_migration_that_was_edited_after_it_was_applied_is_refused()
    {
        await Migrator(_one).Migrate();
        var edited = _one with { Text = _one.Text + " -- edited" };

        var refusal = await Assert.ThrowsAsync<SchemaMismatchException>(() => Migrator(edited).EnsureCurrent());
        await Assert.ThrowsAsync<SchemaMismatchException>(() => Migrator(edited, _two).Migrate());

        Assert.Equal(SchemaState.Changed, refusal.Standing.State);
        Assert.Contains("0001_one", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_ends_of_a_checkout_are_no_edit()
    {
        var lines = new Migration(1, "one", "create table one\n(id integer primary key);\n");
        await Migrator(lines).Migrate();

        await Migrator(new Migration(1, "one", lines.Text.ReplaceLineEndings("\r\n"))).EnsureCurrent();
    }

    protected abstract Task<PortalDatabase> Open();

    private SchemaMigrator Migrator(params Migration[] migrations) => new(Database, NullLogger.Instance, migrations);

    private static (SchemaState State, int Database, int Program) Numbers(SchemaStanding standing) =>
        (standing.State, standing.Database, standing.Program);

    private async Task<long> Scalar(string sql)
    {
        await using var connection = await Database.DataSource.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private async Task Execute(string sql)
    {
        await using var connection = await Database.DataSource.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}

public sealed class SqliteSchemaMigratorTests : SchemaMigratorSuite
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-sqlite-").FullName;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    protected override Task<PortalDatabase> Open() => Task.FromResult(PortalDatabase.OpenSqlite(_folder));
}

[Collection(PostgresTests.Name)]
public sealed class PostgresSchemaMigratorTests(PostgresCluster cluster) : SchemaMigratorSuite
{
    protected override async Task<PortalDatabase> Open() => PortalDatabase.OpenPostgreSql(await cluster.NewDatabase());
}

public sealed class EmbeddedMigrationTests
{
    /// <summary>Embedded, what OpenIddict keeps is in a file of its own and not in this database (decision 0061).</summary>
    private const string InAFileOfItsOwn = "0031_smart";

    [Fact]
    public void Both_databases_have_the_same_migrations()
    {
        var sqlite = Migration.Embedded(DatabaseKind.Sqlite).Select(migration => migration.ToString());
        var postgres = Migration.Embedded(DatabaseKind.PostgreSql).Select(migration => migration.ToString());

        Assert.NotEmpty(sqlite);
        Assert.Equal(postgres.Where(migration => migration != InAFileOfItsOwn), sqlite);
    }
}
