using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Silo;
using Portal.Silo.Storage;
using Portal.WebFront.Apps.Storage;

namespace Portal.WebFront.Hosting;

/// <summary>Where the tokens of apps are kept: a file of their own in the data folder, or a schema of the cluster's database.</summary>
internal static class TokenStorage
{
    public static async Task AddTokenStorage(this IServiceCollection services, PortalSettings settings)
    {
        if (settings.Mode is PortalMode.Clustered)
        {
            services.AddDbContextPool<TokenContext>((provider, options) =>
                options.UseNpgsql((NpgsqlDataSource)provider.GetRequiredService<PortalDatabase>().DataSource));
            return;
        }

        using var startLog = LoggerFactory.Create(logging => logging.AddSimpleConsole(options => options.SingleLine = true));
        var file = await TokenFile.Prepare(settings.DataFolder, startLog.CreateLogger<SchemaMigrator>());
        services.AddDbContextPool<TokenContext>(options => options.UseSqlite(file));
    }
}
