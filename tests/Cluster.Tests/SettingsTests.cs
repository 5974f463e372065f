using System.Text.RegularExpressions;
using Portal.Silo;

namespace Portal.Cluster.Tests;

/// <summary>What can be set, what the operator is told of it, and what the compose file sets are the same things.</summary>
public sealed partial class SettingsTests
{
    public static TheoryData<string> Settings => [.. NamesOf(typeof(PortalSettings), "Portal")];

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task Every_setting_is_described(string setting)
    {
        var described = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "operations.md"));

        Assert.Contains(setting, described, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_compose_file_sets_what_there_is()
    {
        var compose = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docker-compose.yml"));
        var names = NamesOf(typeof(PortalSettings), "Portal").ToHashSet();

        var set = Setting().Matches(compose).Select(match => match.Groups[1].Value.Replace("__", ":", StringComparison.Ordinal)).Distinct().ToList();

        Assert.NotEmpty(set);
        Assert.DoesNotContain(set, name => !names.Contains(name));
    }

    private static IEnumerable<string> NamesOf(Type settings, string section) => settings.GetProperties()
        .Where(property => property.CanWrite)
        .SelectMany(property => property.PropertyType == typeof(MailSettings)
            ? NamesOf(property.PropertyType, $"{section}:{property.Name}")
            : [$"{section}:{property.Name}"]);

    [GeneratedRegex(@"^\s+(Portal__\w+?)(?:__\d+)?:", RegexOptions.Multiline)]
    private static partial Regex Setting();
}
