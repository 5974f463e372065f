using Portal.Grains.Interfaces.Access;

namespace Portal.Browser.Tests;

/// <summary>Somebody who comes in with a one-time password.</summary>
internal static class FirstSignIn
{
    public const string Newcomer = "somebody new";

    /// <returns>The user name and the password.</returns>
    public static async Task<(string UserName, string Password)> Issue(Chromium chromium)
    {
        var patientId = Ulid.NewUlid().ToString().ToLowerInvariant();
        using var system = CallerScope.Use(Caller.System("demo"));
        var issued = await chromium.Grain<IPortalUserGrain>("demo", PortalUserId.ForPatient(patientId)).Issue(new(patientId, patientId, "Ana", "Ana Whitfield"));
        return (issued.Value!.UserName, issued.Value.OneTimePassword);
    }
}
