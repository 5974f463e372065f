using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using Portal.WebFront.Look;
using Portal.WebFront.Practices;

namespace Portal.WebFront.Pages.Staff.Settings;

/// <summary>The practice at a glance: everything that can be set.</summary>
public sealed class IndexModel(IGrainFactory grains, PageFrame frame) : SettingsPage(grains, frame)
{
    public string LocationsOf(Provider provider) => string.Join(", ", provider.LocationIds.Select(NameOfLocation));

    public string NameOfLocation(string id) => View.Locations.FirstOrDefault(location => location.Id == id)?.Name ?? "";

    public static string RolesOf(StaffMember member) => string.Join(", ", StaffRoles.Of(member.Roles).Select(role => role.Text));

    public string PoolsOf(StaffMember member) => string.Join(
        ", ", member.Pools.Select(id => View.Pools.FirstOrDefault(pool => pool.Id == id)?.Name).OfType<string>());

    public string? Signer => View.Providers.FirstOrDefault(provider => provider.Id == View.Policies.SummarySigner)?.Name;

    public string PasswordRule => View.Policies.Passwords is PasswordPolicy.Length
        ? "At least 15 characters, nothing else"
        : "At least 8 characters with upper case, lower case and a number";
}
