using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Portal.Silo;
using Portal.Silo.Hosting;
using Portal.Silo.Storage;

namespace Portal.WebFront.Hosting;

/// <summary>Where the keys of cookies and forms are kept: in the data folder, or shared in a cluster's database.</summary>
internal static class ProtectionKeys
{
    public static void AddProtectionKeys(this IServiceCollection services, PortalSettings settings)
    {
        var protection = services.AddDataProtection().SetApplicationName("portal");
        if (settings.Mode is PortalMode.Embedded)
        {
            protection.PersistKeysToFileSystem(new(Path.Combine(Path.GetFullPath(settings.DataFolder), "keys")));
            return;
        }

        services.AddOptions<KeyManagementOptions>().Configure<PortalDatabase, IServiceProvider>((options, database, provider) =>
        {
            options.XmlRepository = new SqlProtectionKeys(database.DataSource);
            options.XmlEncryptor = new ProtectionKeySeal(provider);
        });
    }

    /// <summary>
    /// Web fronts that start together over an empty table would each make a first key and not look for the other's
    /// for a day. So they look one after another.
    /// </summary>
    public static async Task ShareProtectionKeys(this IServiceProvider services)
    {
        await using var alone = await ClusterLock.Take(services.GetRequiredService<PortalDatabase>(), ClusterWork.ProtectionKeys);
        services.GetDataProtector("start").Protect([]);
    }
}
