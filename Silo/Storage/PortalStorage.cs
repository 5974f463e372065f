using System.Data.Common;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Runtime.Hosting;
using Orleans.Storage;
using Portal.Grains.Documents;

namespace Portal.Silo.Storage;

public static class PortalStorage
{
    /// <summary>The name of the grain storage provider, and the key of the <see cref="DbDataSource"/> service.</summary>
    public const string ProviderName = "portal";

    /// <summary>Part of every row's key: the same in every environment, for ever.</summary>
    public const string ServiceId = "portal";

    /// <summary>The meter of <c>portal.storage.write_wait</c> and <c>portal.storage.document_size</c>.</summary>
    public const string MeterName = StorageMetrics.MeterName;

    /// <summary>Adds grain storage and reminders in the database, the database itself for queries, and its health check.</summary>
    public static ISiloBuilder AddPortalStorage(this ISiloBuilder builder, PortalDatabase database)
    {
        var services = builder.Services;
        // Registered like this it is not closed with the container; a host that owns the database has registered it before.
        services.TryAddSingleton(database);
        services.AddSingleton(typeof(DatabaseKind), database.Kind);
        services.AddKeyedSingleton<DbDataSource>(ProviderName, database.DataSource);
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database");
        services.TryAddSingleton<DocumentUpcasts>();
        services.TryAddSingleton(provider => new DocumentSerializer(
            DocumentJson.Options, provider.GetRequiredService<DocumentUpcasts>()));

        services.AddOptions<AdoNetGrainStorageOptions>(ProviderName).Configure<DocumentSerializer>((options, serializer) =>
        {
            options.Invariant = database.Invariant;
            options.DataSource = database.DocumentSource;
            options.GrainStorageSerializer = serializer;
            options.DeleteStateOnClear = true;
        });
        services.AddGrainStorage(ProviderName, (provider, name) =>
            new GatedGrainStorage(AdoNetGrainStorageFactory.Create(provider, name), database.Writes, database.Flushed));

        return builder.UseAdoNetReminderService(options =>
        {
            options.Invariant = database.Invariant;
            options.DataSource = database.DataSource;
        });
    }

    /// <summary>Makes the silo a member of the cluster whose table is in the database.</summary>
    public static ISiloBuilder AddPortalClustering(this ISiloBuilder builder, PortalDatabase database, string clusterId)
    {
        RequireServer(database);
        builder.Configure<ClusterOptions>(options => Name(options, clusterId));
        return builder.UseAdoNetClustering(options =>
        {
            options.Invariant = database.Invariant;
            options.DataSource = database.DataSource;
        });
    }

    /// <summary>Lets a client find the silos of the cluster whose table is in the database.</summary>
    public static IClientBuilder AddPortalClustering(this IClientBuilder builder, PortalDatabase database, string clusterId)
    {
        RequireServer(database);
        builder.Configure<ClusterOptions>(options => Name(options, clusterId));
        return builder.UseAdoNetClustering(options =>
        {
            options.Invariant = database.Invariant;
            options.DataSource = database.DataSource;
        });
    }

    private static void Name(ClusterOptions options, string clusterId)
    {
        options.ServiceId = ServiceId;
        options.ClusterId = clusterId;
    }

    private static void RequireServer(PortalDatabase database)
    {
        if (database.Kind is not DatabaseKind.PostgreSql)
            throw new InvalidOperationException("A cluster needs PostgreSQL; a SQLite file belongs to one process.");
    }
}
