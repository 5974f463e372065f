using System.Globalization;
using Portal.Grains.Interfaces.Sharing;

namespace Portal.WebFront.Sharing;

/// <summary>Health links in plain words.</summary>
public static class LinkWords
{
    public static (string Text, string? Tone, string Icon) Of(HealthLinkStanding standing) => standing switch
    {
        HealthLinkStanding.Open => ("Works", "good", "circle-check"),
        HealthLinkStanding.Expired => ("Expired", null, "clock"),
        HealthLinkStanding.Revoked => ("Revoked", null, "ban"),
        HealthLinkStanding.Used => ("Used up", null, "circle-check"),
        HealthLinkStanding.Lost => ("Does not work", "bad", "triangle-alert"),
        _ => ("Locked after wrong passcodes", "bad", "lock"),
    };

    public static string Of(HealthLinkLife life) => life switch
    {
        HealthLinkLife.Hour => "1 hour",
        HealthLinkLife.Day => "1 day",
        HealthLinkLife.Week => "7 days",
        HealthLinkLife.Month => "30 days",
        _ => "90 days",
    };

    public static string Times(int count) => count switch
    {
        0 => "Not yet",
        1 => "Once",
        _ => string.Create(CultureInfo.InvariantCulture, $"{count} times"),
    };

    public static string Protection(HealthLinkView link) => (link.HasPasscode, link.ViewOnce) switch
    {
        (true, true) => "With a passcode, for one viewing",
        (true, false) => "With a passcode",
        (false, true) => "Without a passcode, for one viewing",
        _ => "Without a passcode",
    };
}
