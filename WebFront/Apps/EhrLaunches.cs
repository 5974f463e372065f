using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Portal.WebFront.Apps.Storage;

namespace Portal.WebFront.Apps;

/// <summary>
/// What a member of the staff has opened an app with. The app only carries it back, sealed; it is good for that person and
/// that app, for a few minutes, once.
/// </summary>
public sealed class EhrLaunches(IDataProtectionProvider protection, OnceOnly once, TimeProvider time)
{
    private const string Kind = "launch";
    private const string KindOfAnswer = "answer to a launch";
    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(5);
    private readonly IDataProtector _protector = protection.CreateProtector("portal.ehr-launch");

    public string Open(string practice, string userId, string appId, EhrContext with) => _protector.Protect(JsonSerializer.Serialize(
        new Launch(practice, userId, appId, with, time.GetUtcNow() + _lifetime, Convert.ToHexString(RandomNumberGenerator.GetBytes(16)))));

    /// <summary>None when the launch is not of this person and this app, or too old.</summary>
    public EhrContext? Read(string launch, string practice, string userId, string appId) =>
        Unseal(launch) is { } read && read.Practice == practice && read.UserId == userId && read.AppId == appId ? read.With : null;

    /// <summary>Whether it may be used: it was not before, but for the same answer of the person that is sent again.</summary>
    public async Task<bool> Use(string launch, string requestId)
    {
        if (Unseal(launch) is not { } read)
            return false;
        var answer = $"{read.Nonce} {requestId}";
        if (!await once.Take(Kind, read.Nonce, read.Until))
            return await once.WasTaken(KindOfAnswer, answer);
        await once.Take(KindOfAnswer, answer, read.Until);
        return true;
    }

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

    private sealed record Launch(string Practice, string UserId, string AppId, EhrContext With, DateTimeOffset Until, string Nonce);
}

/// <summary>What an app is opened with from the staff's pages.</summary>
/// <param name="PatientId">The patient.</param>
/// <param name="EncounterId">The Encounter that the open visit takes place as; none without a visit, or for one that lies ahead.</param>
public sealed record EhrContext(string PatientId, string? EncounterId);
