using System.Reflection;
using System.Text.RegularExpressions;

namespace Portal.WebFront.Tests.Architecture;

/// <summary>docs/checklist.md names tests that are there, and every item of the sections that it is about.</summary>
public sealed partial class ChecklistTests
{
    private static readonly string[] _lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "checklist.md"));

    [Fact]
    public void Every_test_that_the_checklist_names_is_there()
    {
        var tests = typeof(ChecklistTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods().Where(method => method.GetCustomAttribute<FactAttribute>() is not null), (type, method) => $"{type.Name}.{method.Name}")
            .ToHashSet(StringComparer.Ordinal);
        var named = _lines.SelectMany(line => Named().Matches(line)).Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(named);
        Assert.DoesNotContain(named, name => !tests.Contains(name));
    }

    [Fact]
    public void Every_item_has_a_test_or_a_reason()
    {
        var rows = _lines.Where(line => line.StartsWith("| 5", StringComparison.Ordinal)).ToList();
        var items = rows.SelectMany(row => Item().Matches(row.Split('|')[1])).Select(match => int.Parse(match.Value, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(Enumerable.Range(505, 42), items.Order());
        Assert.All(rows, row => Assert.True(Named().IsMatch(row) || row.Contains("Does not apply", StringComparison.Ordinal), row));
    }

    [GeneratedRegex(@"`(\w+Tests\.\w+)`")]
    private static partial Regex Named();

    [GeneratedRegex(@"\b5\d\d\b")]
    private static partial Regex Item();
}
