using System.Xml.Linq;

namespace Portal.Rules.Tests.Architecture;

/// <summary>References run one way: Grains.Interfaces ← Grains ← Silo ← WebFront.</summary>
public sealed class ReferenceTests
{
    [Theory]
    [InlineData("Grains.Interfaces", "")]
    [InlineData("Grains", "Grains.Interfaces")]
    [InlineData("Silo", "Grains")]
    [InlineData("WebFront", "Silo")]
    public void A_project_references_only_the_one_below(string project, string below) =>
        Assert.Equal(below, string.Join(", ", Items(project, "ProjectReference").Select(Path.GetFileNameWithoutExtension)));

    [Theory]
    [InlineData("Grains.Interfaces")]
    [InlineData("Grains")]
    public void Rules_and_contracts_know_no_web_payment_or_FHIR_package(string project)
    {
        string[] edge = ["Microsoft.AspNetCore", "Stripe", "Hl7", "MailKit", "Npgsql", "Microsoft.Data.Sqlite"];
        var named = Items(project, "PackageReference").Concat(Items(project, "FrameworkReference"));

        Assert.DoesNotContain(named, package => edge.Any(start => package.StartsWith(start, StringComparison.Ordinal)));
    }

    [Fact]
    public void Versions_stand_in_one_place_only() =>
        Assert.DoesNotContain(
            Directory.EnumerateFiles(SourceTree.Root, "*.csproj", SearchOption.AllDirectories)
                .Where(file => !file.Contains("node_modules", StringComparison.Ordinal)),
            file => XDocument.Load(file).Descendants("PackageReference").Any(item => item.Attribute("Version") is not null));

    private static IEnumerable<string> Items(string project, string kind) =>
        XDocument.Load(Path.Combine(SourceTree.Root, project, $"{project}.csproj"))
            .Descendants(kind)
            .Select(item => ((string?)item.Attribute("Include") ?? "").Replace('\\', '/'));
}
