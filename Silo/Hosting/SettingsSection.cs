using Microsoft.Extensions.Configuration;

namespace Portal.Silo.Hosting;

public static class SettingsSection
{
    /// <summary>A section of the configuration whose values are what the settings take; else the process does not start.</summary>
    public static IConfigurationSection Checked<TSettings>(this IConfiguration configuration, string section)
    {
        var found = configuration.GetSection(section);
        try
        {
            _ = found.Get<TSettings>();
            return found;
        }
        catch (InvalidOperationException fault)
        {
            // It names the setting, the value and what it should be.
            throw new StartRefusedException($"A setting cannot be. {fault.Message}", fault);
        }
    }
}
