namespace Portal.Grains.Interfaces.Apps;

/// <summary>The scopes of SMART App Launch that name no data.</summary>
public static class LaunchScope
{
    /// <summary>The app is opened from a patient's page of the staff.</summary>
    public const string Launch = "launch";

    /// <summary>The app is told for which patient it is.</summary>
    public const string Patient = "launch/patient";

    /// <summary>The app is told at which visit it was opened.</summary>
    public const string Encounter = "launch/encounter";

    /// <summary>The app is told who has signed in, as OpenID Connect.</summary>
    public const string OpenId = "openid";

    /// <summary>The app is told which FHIR resource the person is.</summary>
    public const string FhirUser = "fhirUser";

    /// <summary>The older name of <see cref="FhirUser"/>.</summary>
    public const string Profile = "profile";

    /// <summary>The app stays connected until somebody stops it.</summary>
    public const string Offline = "offline_access";

    /// <summary>The app stays connected while the person is signed in.</summary>
    public const string Online = "online_access";

    /// <summary>Whether it is one of these.</summary>
    public static bool IsKnown(string scope) => scope is Launch or Patient or Encounter or OpenId or FhirUser or Profile or Offline or Online;
}
