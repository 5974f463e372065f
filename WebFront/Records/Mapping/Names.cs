using Hl7.Fhir.Model;

namespace Portal.WebFront.Records.Mapping;

/// <summary>Names as shown.</summary>
internal static class Names
{
    /// <summary>The name in use: the official one first, never an old one.</summary>
    public static HumanName? Current(IEnumerable<HumanName> names) => names
        .Where(name => name.Use is not (HumanName.NameUse.Old or HumanName.NameUse.Maiden or HumanName.NameUse.Nickname))
        .OrderBy(name => name.Use is HumanName.NameUse.Official ? 0 : name.Use is HumanName.NameUse.Usual ? 1 : 2)
        .FirstOrDefault()
        ?? names.FirstOrDefault();

    public static string OfPerson(IEnumerable<HumanName> names) =>
        Current(names) is { } name ? Join(name, [], []) : "";

    /// <summary>With title: <c>Dr. Priya Raman, DDS</c>.</summary>
    public static string OfProvider(IEnumerable<HumanName> names) =>
        Current(names) is { } name ? Join(name, name.Prefix, name.Suffix) : "";

    private static string Join(HumanName name, IEnumerable<string?> prefix, IEnumerable<string?> suffix)
    {
        var whole = string.Join(' ', prefix.Concat(name.Given.Take(1)).Append(name.Family).Where(part => !string.IsNullOrWhiteSpace(part)));
        if (whole.Length == 0)
            return name.Text ?? "";
        return string.Join(", ", suffix.Where(part => !string.IsNullOrWhiteSpace(part)).Prepend(whole));
    }
}
