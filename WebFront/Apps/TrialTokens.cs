using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Portal.Grains.Interfaces.Access;
using Portal.WebFront.Demo;

namespace Portal.WebFront.Apps;

/// <summary>
/// Tokens that anybody may draw to try the demo practice, without registering an app: they read the record of one made-up
/// patient for an hour. They are of no practice but the demo, and there is none without it.
/// </summary>
public sealed class TrialTokens(IDataProtectionProvider protection, TimeProvider time, DemoStanding? demo = null)
{
    /// <summary>What such a token may do.</summary>
    public const string Scope = "patient/*.rs";
    /// <summary>Stands for the app of such a token.</summary>
    public const string AppId = "trial";

    private const string Mark = "trial.";
    private static readonly TimeSpan _lifetime = TimeSpan.FromHours(1);
    private readonly IDataProtector _protector = protection.CreateProtector("portal.trial-token");

    /// <summary>The made-up patient.</summary>
    public static string PatientId => DemoSignIns.Patients[0].PatientId;

    public bool AreThereFor(string practice) => practice == DemoPractice.Slug && demo is not null;

    public string Draw() => Mark + _protector.Protect(JsonSerializer.Serialize(time.GetUtcNow() + _lifetime));

    /// <summary>The caller, when the header carries such a token and it holds.</summary>
    public Caller? Of(string practice, string authorization)
    {
        const string scheme = "Bearer " + Mark;
        if (!AreThereFor(practice) || !authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) || !Holds(authorization[scheme.Length..].Trim()))
            return null;
        return new()
        {
            Practice = practice,
            Roles = Audience.Patient,
            UserId = PortalUserId.ForPatient(PatientId),
            PatientId = PatientId,
            Scope = Scope,
            OnlyPatientId = PatientId,
            AppId = AppId,
        };
    }

    private bool Holds(string sealedTime)
    {
        try
        {
            return JsonSerializer.Deserialize<DateTimeOffset>(_protector.Unprotect(sealedTime)) > time.GetUtcNow();
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
