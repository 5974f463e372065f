using Portal.Grains.Interfaces.Apps;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.WebFront.Apps;

/// <summary>The scopes that apps can be registered for.</summary>
public static class SmartScopes
{
    /// <summary>What a patient's app asks for as a rule; the form of a new registration begins with it.</summary>
    public const string OfPatientApp = "launch/patient openid fhirUser offline_access patient/*.rs";

    /// <summary>Named in the configuration: for all types, and for each that is served.</summary>
    public static IReadOnlyList<string> Supported { get; } =
    [
        LaunchScope.OpenId, LaunchScope.FhirUser, LaunchScope.Launch, LaunchScope.Patient, LaunchScope.Encounter, LaunchScope.Offline, LaunchScope.Online,
        "patient/*.rs", "user/*.rs", "system/*.rs",
        .. SearchParameters.Types.Select(type => $"patient/{type}.rs"),
        "patient/Subscription.cruds", "user/Subscription.cruds", "system/Subscription.cruds",
    ];
}
