using System.Globalization;
using System.Text.RegularExpressions;

namespace Portal.WebFront.Tests.Look;

/// <summary>WCAG 2.2 AA: 4.5 for text, 3 for what a control is seen by; in the light and in the dark.</summary>
public sealed partial class ContrastTests
{
    private const double Text = 4.5;
    private const double Control = 3;

    [Theory]
    [InlineData("ink", "ground", Text)]
    [InlineData("ink", "surface", Text)]
    [InlineData("ink", "brand-tint", Text)]
    [InlineData("ink", "warn-tint", Text)]
    [InlineData("ink", "note-tint", Text)]
    [InlineData("ink-soft", "ground", Text)]
    [InlineData("ink-soft", "surface", Text)]
    [InlineData("ink-soft", "sunken", Text)]
    [InlineData("ink-soft", "brand-tint", Text)]
    [InlineData("brand", "ground", Text)]
    [InlineData("brand", "surface", Text)]
    [InlineData("brand", "brand-tint", Text)]
    [InlineData("on-brand", "brand", Text)]
    [InlineData("on-brand", "brand-strong", Text)]
    [InlineData("on-bad", "bad-fill", Text)]
    [InlineData("good", "good-tint", Text)]
    [InlineData("warn", "warn-tint", Text)]
    [InlineData("bad", "bad-tint", Text)]
    [InlineData("bad", "surface", Text)]
    [InlineData("note", "note-tint", Text)]
    [InlineData("info", "info-tint", Text)]
    [InlineData("line-strong", "surface", Control)]
    [InlineData("line-strong", "ground", Control)]
    [InlineData("focus", "ground", Control)]
    [InlineData("focus", "surface", Control)]
    public void Colours_that_stand_on_each_other_can_be_told_apart(string front, string back, double least)
    {
        var (light, dark) = (Tokens[front], Tokens[back]);
        Assert.True(Ratio(light.Light, dark.Light) >= least, $"light: {Ratio(light.Light, dark.Light):0.00}");
        Assert.True(Ratio(light.Dark, dark.Dark) >= least, $"dark: {Ratio(light.Dark, dark.Dark):0.00}");
    }

    private static readonly Dictionary<string, (string Light, string Dark)> Tokens = Token()
        .Matches(SourceFiles.Read("Assets/css/tokens.css"))
        .DistinctBy(match => match.Groups[1].Value)
        .ToDictionary(match => match.Groups[1].Value, match => (match.Groups[2].Value, match.Groups[3].Value));

    private static double Ratio(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string hex) =>
        (0.2126 * Channel(hex, 0)) + (0.7152 * Channel(hex, 2)) + (0.0722 * Channel(hex, 4));

    private static double Channel(string hex, int from)
    {
        var value = int.Parse(hex.AsSpan(from, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }

    [GeneratedRegex("--([a-z-]+): light-dark\\(#([0-9a-f]{6}), #([0-9a-f]{6})\\)")]
    private static partial Regex Token();
}
