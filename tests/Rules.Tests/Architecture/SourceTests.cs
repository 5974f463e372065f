using System.Text.RegularExpressions;

namespace Portal.Rules.Tests.Architecture;

/// <summary>House rules that only the source text can break.</summary>
public sealed partial class SourceTests
{
    private const int LongestFile = 400;

    [Fact]
    public void No_file_is_longer_than_400_lines() =>
        Assert.Empty(SourceTree.Files(".cs", ".cshtml", ".css", ".ts", ".mjs")
            .Where(file => file.Text.AsSpan().Count('\n') > LongestFile)
            .Select(file => file.Path));

    [Fact]
    public void No_type_is_named_for_nothing_in_particular() =>
        Assert.DoesNotContain(
            SourceTree.Files(".cs").SelectMany(file => Declaration().Matches(file.Text).Select(match => match.Groups["name"].Value)),
            name => VagueName().IsMatch(name) && !name.EndsWith("TagHelper", StringComparison.Ordinal));

    [Fact]
    public void Every_grain_key_is_built_by_GrainKey() =>
        Assert.Empty(SourceTree.Files(".cs", ".cshtml")
            .Where(file => !file.Path.StartsWith("tests", StringComparison.Ordinal))
            .SelectMany(file => KeyByHand().Matches(file.Text).Select(match => $"{file.Path}: {match.Value}")));

    [Fact]
    public void No_grain_key_is_made_of_personal_data() =>
        Assert.Empty(SourceTree.Files(".cs", ".cshtml")
            .Where(file => !IsThisFile(file.Path))
            .SelectMany(file => KeyPart().Matches(file.Text)
                .Where(match => PersonalWord().IsMatch(match.Groups["part"].Value))
                .Select(match => $"{file.Path}: {match.Value}")));

    [Fact]
    public void No_source_hides_code_in_a_region_or_leaves_work_behind() =>
        Assert.Empty(SourceTree.Files(".cs", ".cshtml", ".css", ".ts", ".mjs")
            .Where(file => !IsThisFile(file.Path) && LeftBehind().IsMatch(file.Text))
            .Select(file => file.Path));

    [Theory]
    [InlineData("factory.GetGrain<IPatientGrain>($\"{practice}/{id}\")", true)]
    [InlineData("factory.GetGrain<IPatientGrain>(practice + \"/\" + id)", true)]
    [InlineData("factory.GetGrain<IPatientGrain>(GrainKey.For(practice, $\"user:{id}\"))", false)]
    public void The_check_of_keys_knows_a_key_by_hand(string code, bool byHand) =>
        Assert.Equal(byHand, KeyByHand().IsMatch(code));

    [Theory]
    [InlineData("GrainKey.For(practice, patient.Email)", true)]
    [InlineData("GrainKey.For(practice, $\"name:{command.UserName}\")", true)]
    [InlineData("GrainKey.For(caller.Practice, LoginName.Hash(userName))", false)]
    [InlineData("GrainKey.For(practice, patientId)", false)]
    public void The_check_of_keys_knows_personal_data(string code, bool personal) =>
        Assert.Equal(personal, KeyPart().Matches(code).Any(match => PersonalWord().IsMatch(match.Groups["part"].Value)));

    private static bool IsThisFile(string path) => path.EndsWith($"{nameof(SourceTests)}.cs", StringComparison.Ordinal);

    [GeneratedRegex(@"^\s*((public|internal|private|protected|static|sealed|abstract|partial|readonly)\s+)+(class|record|struct|interface|enum)\s+(struct\s+|class\s+)?(?<name>[A-Z]\w*)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex("(Manager|Helper|Utils?|Utility|Utilities)$")]
    private static partial Regex VagueName();

    [GeneratedRegex(@"GetGrain<[\w.]+>\(\s*(\$""[^\n]*|[^()\n]*""[^\n]*\+[^\n]*|[^()\n]*\+\s*""[^\n]*)")]
    private static partial Regex KeyByHand();

    // The id itself, or each hole of an interpolated id; what a function such as a hash makes of it is not looked at.
    [GeneratedRegex(@"GrainKey\.For\([^,\n]+,\s*(?<part>\$""[^""\n]*""|[\w.]+)\s*\)")]
    private static partial Regex KeyPart();

    [GeneratedRegex(@"\b\w*(Email|Phone|FirstName|LastName|FullName|UserName|BirthDate|Address|Ssn)\b|\.Name\b", RegexOptions.IgnoreCase)]
    private static partial Regex PersonalWord();

    [GeneratedRegex(@"^\s*#region|\b(TODO|FIXME|HACK|XXX)\b", RegexOptions.Multiline)]
    private static partial Regex LeftBehind();
}
