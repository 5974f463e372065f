using System.Collections.Immutable;
using Portal.Grains.Interfaces.Access;

namespace Portal.WebFront.Demo;

/// <summary>The sign-ins of the demo practice, all in one place. Printed at the start and listed in the README.</summary>
public static class DemoSignIns
{
    /// <summary>The one password of all demo sign-ins: they open made-up data only.</summary>
    public const string Password = "Copper-Lantern-42";

    public static readonly ImmutableArray<DemoStaff> Staff =
    [
        new("grace.kim", "Grace Kim", Audience.Administrator | Audience.FrontDesk, null, ["front-desk", "billing"], "practice administrator"),
        new("tomas.rivera", "Tomás Rivera", Audience.FrontDesk, null, ["front-desk"], "front desk"),
        new("nadia.haddad", "Nadia Haddad", Audience.Billing, null, ["billing"], "billing"),
        new("priya.raman", "Dr. Priya Raman", Audience.Provider, "raman", [], "dentist at Maple Street"),
        new("hannah.lindqvist", "Dr. Hannah Lindqvist", Audience.Provider, "lindqvist", [], "dentist at River Road"),
        new("sofia.marchetti", "Sofia Marchetti", Audience.Provider, "marchetti", [], "hygienist at Maple Street"),
    ];

    public static readonly ImmutableArray<DemoPatientSignIn> Patients =
    [
        new("emma.bennett", "bennett-emma", "patient; pays for her family and acts for her two children"),
        new("minh.nguyen", "nguyen-minh", "patient; pays for his family"),
        new("eleanor.thompson", "thompson-eleanor", "patient at River Road"),
    ];
}

/// <summary>A member of the demo staff.</summary>
public sealed record DemoStaff(
    string UserName, string Name, Audience Roles, string? ProviderId, ImmutableArray<string> Pools, string Who)
{
    public string UserId => $"staff-{UserName.Replace('.', '-')}";
}

/// <summary>A patient of the demo with access.</summary>
public sealed record DemoPatientSignIn(string UserName, string PatientId, string Who);
