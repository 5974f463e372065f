using System.Data.Common;
using System.Globalization;
using Portal.Grains.Documents;

namespace Portal.Silo.Storage;

/// <summary>Brings the schema to what the program needs, one transaction per migration, and says how it stands.</summary>
public sealed class SchemaMigrator(DbDataSource source, DatabaseKind kind, ILogger logger, IReadOnlyList<Migration> migrations)
{
    // Any number that no one else locks in this database.
    private const long AdvisoryLock = 0x506F7274616C;

    public SchemaMigrator(PortalDatabase database, ILogger logger)
        : this(database, logger, Migration.Embedded(database.Kind))
    {
    }

    public SchemaMigrator(PortalDatabase database, ILogger logger, IReadOnlyList<Migration> migrations)
        : this(database.DataSource, database.Kind, logger, migrations)
    {
    }

    /// <summary>Applies what is missing. Any number of processes may try at once: each migration is applied once.</summary>
    /// <exception cref="SchemaMismatchException">The database is newer than the program, or an applied migration was changed.</exception>
    public async Task Migrate(CancellationToken cancellationToken = default)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        while (await ApplyNext(connection, cancellationToken) is { } applied)
            logger.MigrationApplied(applied, kind);
    }

    public async Task<SchemaStanding> Check(CancellationToken cancellationToken = default)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var exists = await Scalar(connection, kind is DatabaseKind.Sqlite
            ? "select count(*) from sqlite_master where name = 'schema_version'"
            : "select to_regclass('schema_version') is not null", cancellationToken);
        return Compare(Convert.ToBoolean(exists, CultureInfo.InvariantCulture)
            ? await Recorded(connection, cancellationToken)
            : []);
    }

    /// <exception cref="SchemaMismatchException">Anything but current; the message says what to run.</exception>
    public async Task EnsureCurrent(CancellationToken cancellationToken = default)
    {
        var standing = await Check(cancellationToken);
        if (standing.State is not SchemaState.Current)
            throw new SchemaMismatchException(standing);
    }

    private async Task<Migration?> ApplyNext(DbConnection connection, CancellationToken cancellationToken)
    {
        // SQLite takes its write lock at the start of the transaction; nothing else writes until the commit.
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (kind is DatabaseKind.PostgreSql)
            await Execute(connection, $"select pg_advisory_xact_lock({AdvisoryLock})", cancellationToken);
        await Execute(connection, CreateRecord, cancellationToken);

        var recorded = await Recorded(connection, cancellationToken);
        var standing = Compare(recorded);
        if (standing.State is SchemaState.Newer or SchemaState.Changed)
            throw new SchemaMismatchException(standing);

        var next = migrations.FirstOrDefault(migration => recorded.All(record => record.Number != migration.Number));
        if (next is not null)
        {
            await Execute(connection, next.Text, cancellationToken);
            await Record(connection, next, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return next;
    }

    private SchemaStanding Compare(IReadOnlyList<RecordedMigration> recorded)
    {
        var known = migrations.ToDictionary(migration => migration.Number);
        var unknown = recorded.Where(record => !known.ContainsKey(record.Number)).Select(record => record.ToString()).ToArray();
        var changed = recorded.Where(record => known.TryGetValue(record.Number, out var migration) && migration.Hash != record.Hash)
            .Select(record => record.ToString()).ToArray();
        var missing = migrations.Where(migration => recorded.All(record => record.Number != migration.Number))
            .Select(migration => migration.ToString()).ToArray();

        var (state, differing) = (unknown.Length, changed.Length, missing.Length) switch
        {
            ( > 0, _, _) => (SchemaState.Newer, unknown),
            (_, > 0, _) => (SchemaState.Changed, changed),
            (_, _, > 0) => (SchemaState.Older, missing),
            _ => (SchemaState.Current, []),
        };
        return new SchemaStanding(
            state,
            recorded.Select(record => record.Number).DefaultIfEmpty().Max(),
            migrations.Select(migration => migration.Number).DefaultIfEmpty().Max(),
            differing);
    }

    private const string CreateRecord = """
        create table if not exists schema_version (
            number     integer primary key,
            name       text not null,
            hash       text not null,
            applied_at text not null default (cast(current_timestamp as text)))
        """;

    private static async Task<List<RecordedMigration>> Recorded(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "select number, name, hash from schema_version order by number";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var recorded = new List<RecordedMigration>();
        while (await reader.ReadAsync(cancellationToken))
            recorded.Add(new RecordedMigration(reader.GetInt32(0), reader.GetString(1), reader.GetString(2)));
        return recorded;
    }

    private static async Task Record(DbConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "insert into schema_version (number, name, hash) values (@number, @name, @hash)";
        command.AddParameter("number", migration.Number);
        command.AddParameter("name", migration.Name);
        command.AddParameter("hash", migration.Hash);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task Execute(DbConnection connection, string text, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = text;
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<object?> Scalar(DbConnection connection, string text, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = text;
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private sealed record RecordedMigration(int Number, string Name, string Hash)
    {
        public override string ToString() => $"{Number:0000}_{Name}";
    }
}
