using System.Globalization;

namespace Portal.Bench.Running;

/// <summary>One line of the report.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Portal">The portal's number.</param>
/// <param name="Against">What it is compared with, and its number.</param>
/// <param name="Ratio">The portal's number by the other's.</param>
/// <param name="Aim">What was aimed at.</param>
/// <param name="Met">Whether it was reached; none where nothing was aimed at.</param>
public sealed record Finding(string What, string Portal, string Against = "", string Ratio = "", string Aim = "", bool? Met = null);

/// <summary>Collects what the benches found and writes it as a table.</summary>
public sealed class Findings
{
    private readonly List<Finding> _found = [];

    public void Add(Finding finding)
    {
        _found.Add(finding);
        Console.WriteLine($"  {finding.What}: {finding.Portal} {finding.Against} {finding.Ratio}");
    }

    /// <summary>More is better.</summary>
    public void Rate(string what, double portal, string other, double otherRate, double? aim = null)
    {
        var ratio = portal / otherRate;
        Add(new(
            what,
            Text($"{portal:F0}/s"),
            Text($"{other} {otherRate:F0}/s"),
            Text($"{ratio:F2}"),
            aim is { } least ? Text($"≥ {least:0.0#}") : "",
            aim is null ? null : ratio >= aim));
    }

    /// <summary>Less is better.</summary>
    public void Limit(string what, double number, string unit, double aim) =>
        Add(new(what, Text($"{number:0.##} {unit}"), Aim: Text($"≤ {aim:0.##} {unit}"), Met: number <= aim));

    public void Note(string what, string number) => Add(new(what, number));

    /// <summary>A table in Markdown.</summary>
    public string Table()
    {
        var lines = _found.Select(f => $"| {f.What} | {f.Portal} | {f.Against} | {f.Ratio} | {f.Aim} | {Verdict(f.Met)} |");
        return string.Join('\n', ["| measured | portal | against | ratio | aim | |", "|---|---|---|---|---|---|", .. lines]);
    }

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Verdict(bool? met) => met switch
    {
        true => "met",
        false => "missed",
        null => "",
    };
}
