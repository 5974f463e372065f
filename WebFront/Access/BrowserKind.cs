namespace Portal.WebFront.Access;

/// <summary>The kind of browser in words that people know, such as <c>Firefox on Windows</c>. No versions.</summary>
public static class BrowserKind
{
    // The order matters: browsers name those that they descend from as well.
    private static readonly (string Mark, string Name)[] _browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] _systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "Mac"),
        ("CrOS", "Chromebook"), ("Linux", "Linux"),
    ];

    public static string Of(string userAgent)
    {
        var browser = NameOf(userAgent, _browsers);
        var system = NameOf(userAgent, _systems);
        return (browser, system) switch
        {
            (null, null) => "Unknown browser",
            (null, _) => $"A browser on {system}",
            (_, null) => browser,
            _ => $"{browser} on {system}",
        };
    }

    private static string? NameOf(string userAgent, (string Mark, string Name)[] kinds) =>
        kinds.FirstOrDefault(kind => userAgent.Contains(kind.Mark, StringComparison.Ordinal)).Name;
}
