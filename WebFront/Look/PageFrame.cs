namespace Portal.WebFront.Look;

/// <summary>
/// What the layouts show round every page. Scoped: filled once per request by the page code that knows the person.
/// It holds words and addresses only, no grain types.
/// </summary>
public sealed class PageFrame
{
    /// <summary>First part of every address; empty outside of a practice.</summary>
    public string PracticeSlug { get; set; } = "";

    public string PracticeName { get; set; } = "Portal";

    /// <summary>For the footer: people in pain look for it.</summary>
    public string? PracticePhone { get; set; }

    /// <summary>Who is signed in; null shows the public layout.</summary>
    public string? PersonName { get; set; }

    public int UnreadCount { get; set; }

    /// <summary>The navigation entry to mark: one of <see cref="Areas"/>.</summary>
    public string CurrentArea { get; set; } = "";

    /// <summary>In how many seconds the session ends when nobody renews it; 0 shows no warning.</summary>
    public int SessionSeconds { get; set; }

    public bool IsStaff { get; set; }

    /// <summary>Roles by name, as in <c>Administrator</c>.</summary>
    public IReadOnlyCollection<string> StaffRoles { get; set; } = [];

    /// <summary>Topics whose change refreshes the unread pill, parted by spaces; empty keeps it still.</summary>
    public string FrameTopics { get; set; } = "";

    /// <summary>Where the hub is; null leaves the page without a socket.</summary>
    public string? LivePath { get; set; }

    public string Root => $"/{PracticeSlug}";

    public string SignInPath => $"{Root}/sign-in";

    public string SignOutPath => $"{Root}/sign-out";

    public string KeepAlivePath => $"{Root}/keep-alive";

    public bool IsSignedIn => PersonName is not null;

    public bool HasRole(string role) => StaffRoles.Contains(role);
}
