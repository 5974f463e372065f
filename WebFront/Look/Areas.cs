namespace Portal.WebFront.Look;

/// <summary>Names of the navigation entries, for <see cref="PageFrame.CurrentArea"/>.</summary>
public static class Areas
{
    public const string Home = "home";
    public const string Appointments = "appointments";
    public const string Messages = "messages";
    public const string Summary = "summary";
    public const string Account = "account";

    public const string Day = "day";
    public const string Inbox = "inbox";
    public const string Patients = "patients";
    public const string Import = "import";
    public const string Audit = "audit";
    public const string Deliveries = "deliveries";
    public const string Settings = "settings";
}
