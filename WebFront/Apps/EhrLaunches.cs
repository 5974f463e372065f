using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Portal.WebFront.Apps.Storage;

namespace Portal.WebFront.Apps;

/// <summary>
/// What a member of the staff has opened an app with: which patient. The app only carries it back, sealed; it is good for
/// that person and that app, for a few minutes, once.
/// </summary>
public sealed class EhrLaunches(IDataProtectionProvider protection, OnceOnly once, TimeProvider time)
{
    private const string Kind = "launch";
    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(5);
    private readonly IDataProtector _protector = protection.CreateProtector("portal.ehr-launch");

    public string Open(string practice, string userId, string appId, string patientId) => _protector.Protect(JsonSerializer.Serialize(
        new Launch(practice, userId, appId, patientId, time.GetUtcNow() + _lifetime, Convert.ToHexString(RandomNumberGenerator.GetBytes(16)))));

    /// <summary>The patient; none when the launch is not of this person and this app, or too old.</summary>
    public string? Read(string launch, string practice, string userId, string appId) =>
        Unseal(launch) is { } read && read.Practice == practice && read.UserId == userId && read.AppId == appId ? read.PatientId : null;

    /// <summary>Whether it may be used: it was not before.</summary>
    public async Task<bool> Use(string launch) => Unseal(launch) is { } read && await once.Take(Kind, read.Nonce, read.Until);

    private Launch? Unseal(string launch)
    {
        try
        {
            return JsonSerializer.Deserialize<Launch>(_protector.Unprotect(launch)) is { } read && read.Until > time.GetUtcNow() ? read : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private sealed record Launch(string Practice, string UserId, string AppId, string PatientId, DateTimeOffset Until, string Nonce);
}
