using System.Text.RegularExpressions;
using Portal.WebFront.Demo;

namespace Portal.WebFront.Tests.Architecture;

/// <summary>A newcomer signs in by what README says.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void Its_sign_ins_are_those_of_the_demo()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        var signIns = DemoSignIns.Staff.Select(member => member.UserName).Concat(DemoSignIns.Patients.Select(patient => patient.UserName));

        Assert.Equal(signIns.Order(StringComparer.Ordinal), Row().Matches(text).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));
        Assert.Contains($"`{DemoSignIns.Password}`", text, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^\| `([a-z]+\.[a-z]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
