namespace Portal.WebFront.Tests.Records.Rest;

/// <summary>What one of the independent scripts has told, a line for each check.</summary>
public sealed class CheckReport(string output)
{
    /// <summary>How long an answer takes depends on what else the machine does; docs/performance.md tells of it.</summary>
    private const string Slow = "rest-54";

    private static readonly string[] _notPassed = ["FAIL", "WARN", "SKIP"];

    private readonly string[] _lines = output.Split('\n');

    public string Output => output;

    public int Passed(string check) => _lines.Count(line => line.StartsWith("PASS", StringComparison.Ordinal) && line.Contains(check, StringComparison.Ordinal));

    /// <summary>
    /// Every line that is no PASS is one of these, and every one of these is there: a SHOULD that breaks and a check that
    /// finds no data any more are seen, and what has been mended is not excused for ever.
    /// </summary>
    public void PassesBut(params IReadOnlyCollection<Excused> excused)
    {
        var told = _lines.Where(line => _notPassed.Any(kind => line.StartsWith(kind, StringComparison.Ordinal)) && !line.Contains(Slow, StringComparison.Ordinal)).ToList();
        var unseen = told.Where(line => !excused.Any(one => one.Is(line))).Concat(
            excused.Where(one => !told.Any(one.Is)).Select(one => $"not told any more: {one.Kind} {one.Words}")).ToList();
        Assert.True(unseen.Count == 0, string.Join('\n', unseen));
    }
}

/// <summary>Lines that do not pass, and why that is as it should be.</summary>
/// <param name="Kind">FAIL, WARN or SKIP.</param>
/// <param name="Words">What stands in all of them.</param>
/// <param name="Reason">For who reads.</param>
public sealed record Excused(string Kind, string Words, string Reason)
{
    /// <summary>A program of a practice may write, and is told what is wrong with a Patient of whom nothing is said.</summary>
    public static Excused MayWrite { get; } = new("WARN", "rest-52 write refused cleanly (403/405 + OperationOutcome) — 422", "The program may write.");

    public static Excused MaySeeAll { get; } = new("SKIP", "rest-50", "Of another patient nothing is to be kept from a program of the practice.");

    /// <summary>The same reason for several.</summary>
    public static IEnumerable<Excused> Each(string kind, string reason, params IEnumerable<string> words) => words.Select(one => new Excused(kind, one, reason));

    public bool Is(string line) => line.StartsWith(Kind, StringComparison.Ordinal) && line.Contains(Words, StringComparison.Ordinal);
}
