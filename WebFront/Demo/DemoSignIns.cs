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
        new("staff-1", "grace.kim", "Grace Kim", Audience.Administrator | Audience.FrontDesk, null, ["front-desk", "billing"], "practice administrator"),
        new("staff-2", "tomas.rivera", "Tomás Rivera", Audience.FrontDesk, null, ["front-desk"], "front desk"),
        new("staff-3", "nadia.haddad", "Nadia Haddad", Audience.Billing, null, ["billing"], "billing"),
        new("staff-4", "priya.raman", "Dr. Priya Raman", Audience.Provider, "prov-1", [], "dentist at Maple Street"),
        new("staff-5", "hannah.lindqvist", "Dr. Hannah Lindqvist", Audience.Provider, "prov-4", ["front-desk"], "dentist at River Road, watches the front desk's inbox too"),
        new("staff-6", "sofia.marchetti", "Sofia Marchetti", Audience.Provider, "prov-3", [], "hygienist at Maple Street"),
    ];

    public static readonly ImmutableArray<DemoPatientSignIn> Patients =
    [
        new("emma.bennett", DemoFamilies.Named("Emma Bennett").Id, "patient; pays and acts for her family, her husband and two children"),
        new("minh.nguyen", DemoFamilies.Named("Minh Nguyen").Id, "patient; pays and acts for his family"),
        new("eleanor.thompson", DemoFamilies.Named("Eleanor Thompson").Id, "patient at River Road"),
    ];
}

/// <summary>A member of the demo staff. The user's id becomes a key, so it must not tell who it is.</summary>
public sealed record DemoStaff(
    string UserId, string UserName, string Name, Audience Roles, string? ProviderId, ImmutableArray<string> Pools, string Who);

/// <summary>A patient of the demo with access.</summary>
public sealed record DemoPatientSignIn(string UserName, string PatientId, string Who);
