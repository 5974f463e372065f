namespace Portal.WebFront.Look;

/// <summary>One entry of a navigation bar.</summary>
public sealed record NavEntry(string Area, string Href, string Icon, string Text, bool ShowsUnread = false)
{
    public static IReadOnlyList<NavEntry> ForPatients(PageFrame frame) =>
    [
        new(Areas.Home, frame.Root, "house", "Home"),
        new(Areas.Appointments, $"{frame.Root}/appointments", "calendar-days", "Appointments"),
        new(Areas.Messages, $"{frame.Root}/webmail", "mail", "Messages", ShowsUnread: true),
        new(Areas.Summary, $"{frame.Root}/summary", "heart-pulse", "Summary"),
    ];

    public static IReadOnlyList<NavEntry> ForStaff(PageFrame frame) =>
    [
        new(Areas.Day, $"{frame.Root}/staff/day", "calendar-days", "Day"),
        new(Areas.Inbox, $"{frame.Root}/staff/inbox", "inbox", "Inbox", ShowsUnread: true),
        new(Areas.Patients, $"{frame.Root}/staff/patients", "users", "Patients"),
    ];

    public static IReadOnlyList<NavEntry> ForAdministrators(PageFrame frame) => !frame.HasRole("Administrator") ? [] :
    [
        new(Areas.Import, $"{frame.Root}/staff/import", "upload", "Import"),
        new(Areas.Audit, $"{frame.Root}/staff/audit", "scroll-text", "Audit"),
        new(Areas.Deliveries, $"{frame.Root}/staff/deliveries", "send", "Deliveries"),
        new(Areas.Settings, $"{frame.Root}/staff/settings", "settings", "Settings"),
    ];
}
