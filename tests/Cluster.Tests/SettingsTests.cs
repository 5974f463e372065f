using System.Reflection;
using System.Text.RegularExpressions;
using Portal.Silo;
using Portal.WebFront.Hosting;

namespace Portal.Cluster.Tests;

/// <summary>What can be set, what the operator is told of it, and what the compose file sets are the same things.</summary>
public sealed partial class SettingsTests
{
    /// <summary>Every practice has one of its own, so it is read by its name.</summary>
    private const string Bridge = "Portal:Bridge:{practice}:TokenSha256";

    public static TheoryData<string> Settings => [.. All()];

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task Every_setting_is_described(string setting)
    {
        var described = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "operations.md"));

        Assert.True(
            described.Contains($"`{setting}`", StringComparison.Ordinal) || described.Contains($"`{setting}:0`", StringComparison.Ordinal),
            $"docs/operations.md does not tell of {setting}.");
    }

    [Fact]
    public async Task Nothing_else_is_described()
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "docs", "operations.md"));

        var told = lines.Where(line => line.StartsWith("| `Portal:", StringComparison.Ordinal))
            .SelectMany(line => Described().Matches(line.Split('|')[1]).Select(match => match.Groups[1].Value));

        Assert.Empty(told.Except(All()));
    }

    /// <summary>Settings that are read by their name and not with a section of them.</summary>
    [Fact]
    public void Every_setting_that_the_program_names_is_one_of_them()
    {
        string[] projects = ["Silo", "WebFront"];

        var named = projects
            .SelectMany(project => Directory.EnumerateFiles(Path.Combine(Repository.Root, project), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => Named().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value));

        Assert.DoesNotContain(named, name => !All().Any(setting => setting == name || setting.StartsWith(name + ":", StringComparison.Ordinal)));
    }

    /// <summary>A service of two networks has two addresses, and its own name may lead to the one that the others cannot reach.</summary>
    [Fact]
    public async Task Silos_are_called_by_names_that_only_their_network_knows()
    {
        var compose = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docker-compose.yml"));

        var called = Called().Matches(compose).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal(3, called.Count);
        Assert.All(called, name => Assert.Contains($"      cluster:\n        aliases: [{name}]\n", compose, StringComparison.Ordinal));
        Assert.All(called, name => Assert.DoesNotContain($"  {name}:\n", compose, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_compose_file_sets_what_there_is()
    {
        var compose = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docker-compose.yml"));

        var set = Set().Matches(compose).Select(match => match.Groups[1].Value.Replace("__", ":", StringComparison.Ordinal)).Distinct().ToList();

        Assert.NotEmpty(set);
        Assert.DoesNotContain(set, name => !All().Contains(name));
    }

    private static IEnumerable<string> All() => NamesOf(typeof(PortalSettings), "Portal")
        .Concat(typeof(WebFrontProcess).Assembly.GetTypes().SelectMany(type => SectionOf(type) is { } section ? NamesOf(type, section) : []))
        .Append(Bridge);

    private static string? SectionOf(Type type) =>
        type.GetField("Section", BindingFlags.Public | BindingFlags.Static) is { IsLiteral: true } field
        && field.GetRawConstantValue() is string section && section.StartsWith("Portal:", StringComparison.Ordinal) ? section : null;

    private static IEnumerable<string> NamesOf(Type settings, string section) => settings.GetProperties()
        .Where(property => property.CanWrite)
        .SelectMany(property => property.PropertyType.Namespace == typeof(PortalSettings).Namespace && property.PropertyType.IsClass
            ? NamesOf(property.PropertyType, $"{section}:{property.Name}")
            : [$"{section}:{property.Name}"]);

    [GeneratedRegex(@"Portal__AdvertisedAddress: (\S+)")]
    private static partial Regex Called();

    [GeneratedRegex(@"^\s+(Portal__\w+?)(?:__\d+)?:", RegexOptions.Multiline)]
    private static partial Regex Set();

    [GeneratedRegex(@"`(Portal:[\w:{}]+?)(?::0)?`")]
    private static partial Regex Described();

    [GeneratedRegex(@"""(Portal:[\w:{}]+)""")]
    private static partial Regex Named();
}
