using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;

namespace Portal.Browser.Tests;

/// <summary>
/// How the tests come to every page of the portal. Its own test compares the list with the endpoints, so that a new page
/// is in it or has a stated reason.
/// </summary>
internal static class PageList
{
    private const string Patient = "emma.bennett";
    private const string Staff = "grace.kim";

    /// <summary>Pages that a browser never shows.</summary>
    public static Dictionary<string, string> NotShown { get; } = new()
    {
        ["preparing"] = "only while the demo practice is imported: DemoPreparingTests",
        ["{practice}/unread"] = "only for a page that fetches its unread pill anew: ConnectionTests",
        ["{practice}/appointments/{id}/calendar.ics"] = "a download",
        ["{practice}/summary/{patient}/download/{form}"] = "a download",
        ["{practice}/staff/patients/{id}/received/{document}"] = "needs an upload: ReceivedDocumentTests",
        ["{practice}/webmail/{conversation}/files/{file}"] = "a download",
        ["{practice}/connect/authorize"] = "only for a registered app: StandaloneLaunchTests",
        ["{practice}/staff/inbox/{conversation}/files/{file}"] = "a download",
    };

    /// <summary>
    /// The page's template, who opens it (nobody, or a demo sign-in), an address, and which link of that address to
    /// follow where the page's own address is not known before.
    /// </summary>
    public static IReadOnlyList<PageVisit> All { get; } =
    [
        new("", "", "/"),
        new("error", "", "/demo/no/such/page"),
        new("error", Staff, "/demo/staff/patients/nobody"),
        new("{practice}/sign-in", "", "/demo/sign-in"),
        new("{practice}/first-sign-in", FirstSignIn.Newcomer, "/demo/first-sign-in"),
        new("{practice}/sign-out", Patient, "/demo/sign-out"),
        new("{practice}/developers", "", "/demo/developers"),
        new("{practice}", Patient, "/demo"),
        new("{practice}/appointments", Patient, "/demo/appointments"),
        new("{practice}/webmail", Patient, "/demo/webmail"),
        new("{practice}/webmail/compose", Patient, "/demo/webmail/compose"),
        new("{practice}/webmail/{conversation}", Patient, "/demo/webmail", ".message-row"),
        new("{practice}/summary/{patient?}", Patient, "/demo/summary"),
        new("{practice}/summary/{patient}/history", Patient, "/demo/summary/p1000/history"),
        new("{practice}/summary/{patient}/send", Patient, "/demo/summary/p1000/send"),
        new("{practice}/share", Patient, "/demo/share"),
        new("{practice}/share/new", Patient, "/demo/share/new"),
        new("{practice}/shared", "", "/demo/shared"),
        new("{practice}/account", Patient, "/demo/account"),
        new("{practice}/account/apps", Patient, "/demo/account/apps"),
        new("{practice}/account/family", Patient, "/demo/account/family"),
        new("{practice}/account/password", Patient, "/demo/account/password"),
        new("{practice}/account/preferences", Patient, "/demo/account/preferences"),
        new("{practice}/account/sign-ins", Patient, "/demo/account/sign-ins"),
        new("{practice}/account/user-name", Patient, "/demo/account/user-name"),
        new("{practice}/staff", Staff, "/demo/staff"),
        new("{practice}/staff/audit", Staff, "/demo/staff/audit"),
        new("{practice}/staff/day", Staff, "/demo/staff/day"),
        new("{practice}/staff/day/break", Staff, "/demo/staff/day/break"),
        new("{practice}/staff/day/new", Staff, "/demo/staff/day/new"),
        new("{practice}/staff/day/new", Staff, "/demo/staff/day/new?patient=p1000"),
        new("{practice}/staff/day/visits/{id}", Staff, "/demo/staff/day", "#day a.visit-in, #day-all a.rows-in"),
        new("{practice}/staff/deliveries", Staff, "/demo/staff/deliveries"),
        new("{practice}/staff/import", Staff, "/demo/staff/import"),
        new("{practice}/staff/import/{id}", Staff, "/demo/staff/import", "table a"),
        new("{practice}/staff/inbox", Staff, "/demo/staff/inbox"),
        new("{practice}/staff/inbox/compose", Staff, "/demo/staff/inbox/compose"),
        new("{practice}/staff/inbox/compose", Staff, "/demo/staff/inbox/compose?patient=p1000"),
        new("{practice}/staff/inbox/{conversation}", Staff, "/demo/staff/inbox?box=all&work=All", ".message-row"),
        new("{practice}/staff/patients", Staff, "/demo/staff/patients"),
        new("{practice}/staff/patients/new", Staff, "/demo/staff/patients/new"),
        new("{practice}/staff/patients/{id}", Staff, "/demo/staff/patients/p1000"),
        new("{practice}/staff/patients/{id}/apps", Staff, "/demo/staff/patients/p1000/apps"),
        new("{practice}/staff/patients/{id}/edit", Staff, "/demo/staff/patients/p1000/edit"),
        new("{practice}/staff/patients/{id}/family", Staff, "/demo/staff/patients/p1000/family"),
        new("{practice}/staff/patients/{id}/summary", Staff, "/demo/staff/patients/p1000/summary"),
        new("{practice}/staff/settings", Staff, "/demo/staff/settings"),
        new("{practice}/staff/settings/apps", Staff, "/demo/staff/settings/apps"),
        new("{practice}/staff/settings/apps/{id}", Staff, "/demo/staff/settings/apps/new"),
        new("{practice}/staff/settings/chairs/{id?}", Staff, "/demo/staff/settings", "a[href*='/chairs/']"),
        new("{practice}/staff/settings/inboxes/{id?}", Staff, "/demo/staff/settings", "a[href*='/inboxes/']"),
        new("{practice}/staff/settings/locations/{id?}", Staff, "/demo/staff/settings", "a[href*='/locations/']"),
        new("{practice}/staff/settings/policies", Staff, "/demo/staff/settings/policies"),
        new("{practice}/staff/settings/profile", Staff, "/demo/staff/settings/profile"),
        new("{practice}/staff/settings/providers/{id?}", Staff, "/demo/staff/settings", "a[href*='/providers/']"),
        new("{practice}/staff/settings/staff/{id?}", Staff, "/demo/staff/settings", "a[href*='/settings/staff/']"),
        new("{practice}/staff/settings/staff/{id?}", Staff, "/demo/staff/settings/staff"),
    ];

    /// <summary>The template of every page that the portal serves.</summary>
    public static IEnumerable<string> Served(EndpointDataSource endpoints) => endpoints.Endpoints
        .Select(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>()?.AttributeRouteInfo?.Template)
        .OfType<string>()
        .Distinct(StringComparer.Ordinal);
}

/// <summary>How to come to a page.</summary>
internal sealed record PageVisit(string Template, string Who, string Address, string? Link = null);
