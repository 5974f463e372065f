using Npgsql;
using Portal.Silo.Storage;

namespace Portal.Silo.Hosting;

/// <summary>The PostgreSQL database of a cluster, as every process of it meets it at its start.</summary>
public static class ClusterDatabase
{
    /// <exception cref="StartRefusedException">The setting is missing or is no connection string.</exception>
    public static PortalDatabase Open(PortalSettings settings)
    {
        if (settings.Database.Length == 0)
            throw new StartRefusedException("Portal:Database is missing: set it to the connection string of the cluster's PostgreSQL database.");
        try
        {
            return PortalDatabase.OpenPostgreSql(settings.Database);
        }
        catch (ArgumentException fault)
        {
            // What the driver says may quote the setting, and that has a password in it.
            throw new StartRefusedException("Portal:Database is not a PostgreSQL connection string.", fault);
        }
    }

    public static Task Migrate(PortalDatabase database) =>
        Reach(() => Migrations(database, migrator => migrator.Migrate()));

    /// <summary>Makes sure that a process of the cluster may work with the database as it is.</summary>
    /// <exception cref="SchemaMismatchException">The schema is not the program's.</exception>
    /// <exception cref="StartRefusedException">The database does not answer, or the secret is not the cluster's.</exception>
    public static Task EnsureReady(PortalDatabase database, PortalSettings settings) => Reach(async () =>
    {
        await Migrations(database, migrator => migrator.EnsureCurrent());
        await ClusterSecret.EnsureShared(database, settings);
    });

    private static async Task Migrations(PortalDatabase database, Func<SchemaMigrator, Task> run)
    {
        using var startLog = LoggerFactory.Create(logging => logging.AddSimpleConsole(options => options.SingleLine = true));
        await run(new(database, startLog.CreateLogger<SchemaMigrator>()));
    }

    private static async Task Reach(Func<Task> run)
    {
        try
        {
            await run();
        }
        catch (NpgsqlException fault) when (fault is not PostgresException { SqlState: not (PostgresErrorCodes.InvalidCatalogName
            or PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification
            or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections) })
        {
            throw new StartRefusedException($"The database of Portal:Database cannot be used: {fault.Message}", fault);
        }
    }
}
