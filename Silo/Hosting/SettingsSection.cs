using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace Portal.Silo.Hosting;

public static class SettingsSection
{
    /// <summary>A section of the configuration whose values are what the settings take; else the process does not start.</summary>
    public static IConfigurationSection Checked<TSettings>(this IConfiguration configuration, string section)
        where TSettings : class, new()
    {
        var found = configuration.GetSection(section);
        var settings = Read<TSettings>(found);
        var faults = new List<ValidationResult>();
        if (!Validator.TryValidateObject(settings, new(settings), faults, validateAllProperties: true))
            throw new StartRefusedException($"A setting cannot be. '{section}:{string.Join(", ", faults[0].MemberNames)}': {faults[0].ErrorMessage}");
        return found;
    }

    private static TSettings Read<TSettings>(IConfigurationSection section)
        where TSettings : class, new()
    {
        try
        {
            return section.Get<TSettings>() ?? new();
        }
        catch (InvalidOperationException fault)
        {
            // It names the setting, the value and what it should be.
            throw new StartRefusedException($"A setting cannot be. {fault.Message}", fault);
        }
    }
}
