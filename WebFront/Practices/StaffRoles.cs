using Portal.Grains.Interfaces.Access;

namespace Portal.WebFront.Practices;

/// <summary>A role of the staff, as people read it.</summary>
public sealed record StaffRoles(Audience Role, string Text, string About)
{
    public static IReadOnlyList<StaffRoles> All { get; } =
    [
        new(Audience.FrontDesk, "Front desk", "Patients, appointments, messages, online access"),
        new(Audience.Provider, "Provider", "A dentist or hygienist, with an inbox of their own"),
        new(Audience.Billing, "Billing", "Accounts and payments"),
        new(Audience.Administrator, "Administrator", "Settings, staff, import and audit trail"),
    ];

    public static IEnumerable<StaffRoles> Of(Audience roles) => All.Where(role => roles.HasFlag(role.Role));
}
