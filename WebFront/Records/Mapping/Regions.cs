using System.Globalization;

namespace Portal.WebFront.Records.Mapping;

/// <summary>Names of countries and states, which systems write out or shorten as they like.</summary>
internal static class Regions
{
    private const string Names =
        "Alabama AL,Alaska AK,Arizona AZ,Arkansas AR,California CA,Colorado CO,Connecticut CT,Delaware DE,"
        + "District of Columbia DC,Florida FL,Georgia GA,Hawaii HI,Idaho ID,Illinois IL,Indiana IN,Iowa IA,Kansas KS,"
        + "Kentucky KY,Louisiana LA,Maine ME,Maryland MD,Massachusetts MA,Michigan MI,Minnesota MN,Mississippi MS,"
        + "Missouri MO,Montana MT,Nebraska NE,Nevada NV,New Hampshire NH,New Jersey NJ,New Mexico NM,New York NY,"
        + "North Carolina NC,North Dakota ND,Ohio OH,Oklahoma OK,Oregon OR,Pennsylvania PA,Puerto Rico PR,Rhode Island RI,"
        + "South Carolina SC,South Dakota SD,Tennessee TN,Texas TX,Utah UT,Vermont VT,Virginia VA,Washington WA,"
        + "West Virginia WV,Wisconsin WI,Wyoming WY";

    private static readonly Dictionary<string, string> _states = Names.Split(',')
        .ToDictionary(name => name[..^3], name => name[^2..], StringComparer.OrdinalIgnoreCase);

    public static string State(string? text) => text is null ? "" : _states.GetValueOrDefault(text.Trim(), text.Trim());

    private static readonly Dictionary<string, string> _countries = Countries();

    /// <summary>
    /// Two letters, also for three letters or an English name; empty when nobody can tell. An address that names no
    /// country is in the portal's own.
    /// </summary>
    public static string Country(string? text) => text?.Trim() switch
    {
        null or "" => "US",
        { Length: 2 } code when code.All(char.IsAsciiLetter) => code.ToUpperInvariant(),
        var name => _countries.GetValueOrDefault(name.Trim('.'), ""),
    };

    private static Dictionary<string, string> Countries()
    {
        var countries = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["United States of America"] = "US",
            ["U.S"] = "US",
            ["U.S.A"] = "US",
        };
        var regions = CultureInfo.GetCultures(CultureTypes.SpecificCultures)
            .Select(culture => new RegionInfo(culture.Name))
            .Where(region => region.TwoLetterISORegionName.Length == 2 && region.TwoLetterISORegionName.All(char.IsAsciiLetter));
        foreach (var region in regions)
        {
            countries[region.ThreeLetterISORegionName] = region.TwoLetterISORegionName;
            countries[region.EnglishName] = region.TwoLetterISORegionName;
        }

        return countries;
    }
}
