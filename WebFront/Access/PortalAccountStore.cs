using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;

namespace Portal.WebFront.Access;

/// <summary>
/// Finds the sign-ins of the practice in the address, in their grains. A name that nobody has is answered by a decoy:
/// an account without a password, whose attempts are counted and written like anyone's, so that neither the answer
/// nor the time it takes tells whether the name exists.
/// </summary>
public sealed class PortalAccountStore(IGrainFactory grains, IHttpContextAccessor http) : IUserPasswordStore<PortalAccount>
{
    private const int Decoys = 16;

    private string Practice => http.HttpContext?.PracticeOfAddress() ?? GrainKey.Platform;

    public async Task<PortalAccount?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken)
    {
        var practice = Practice;
        if (!GrainKey.IsSlug(practice))
            return null;
        using var system = CallerScope.Use(Caller.System(practice));
        var owner = await grains.GetGrain<ILoginNameGrain>(UserName.KeyFor(practice, normalizedUserName)).Owner();
        var userId = owner ?? DecoyOf(normalizedUserName);
        var account = await grains.GetGrain<IPortalUserGrain>(GrainKey.For(practice, userId)).Account();
        return new PortalAccount
        {
            Practice = practice,
            UserId = userId,
            UserName = normalizedUserName,
            // A username that is only held does not open the sign-in of its holder under another name.
            PasswordHash = account is not null && UserName.Normalise(account.UserName) == normalizedUserName ? account.PasswordHash : null,
        };
    }

    public async Task<PortalAccount?> FindByIdAsync(string userId, CancellationToken cancellationToken)
    {
        var practice = Practice;
        if (!GrainKey.TryParse($"{practice}/{userId}", out var key))
            return null;
        using var system = CallerScope.Use(Caller.System(practice));
        var account = await grains.GetGrain<IPortalUserGrain>(key.ToString()).Account();
        return account is null ? null : new()
        {
            Practice = practice,
            UserId = userId,
            UserName = account.UserName,
            PasswordHash = account.PasswordHash,
        };
    }

    public Task<string> GetUserIdAsync(PortalAccount user, CancellationToken cancellationToken) => Task.FromResult(user.UserId);

    public Task<string?> GetUserNameAsync(PortalAccount user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.UserName);

    public Task<string?> GetNormalizedUserNameAsync(PortalAccount user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(UserName.Normalise(user.UserName));

    public Task<string?> GetPasswordHashAsync(PortalAccount user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash);

    public Task<bool> HasPasswordAsync(PortalAccount user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash is not null);

    public Task SetUserNameAsync(PortalAccount user, string? userName, CancellationToken cancellationToken) => throw ChangedElsewhere();

    public Task SetNormalizedUserNameAsync(PortalAccount user, string? normalizedName, CancellationToken cancellationToken) => throw ChangedElsewhere();

    public Task SetPasswordHashAsync(PortalAccount user, string? passwordHash, CancellationToken cancellationToken) => throw ChangedElsewhere();

    public Task<IdentityResult> CreateAsync(PortalAccount user, CancellationToken cancellationToken) => throw ChangedElsewhere();

    public Task<IdentityResult> UpdateAsync(PortalAccount user, CancellationToken cancellationToken) => throw ChangedElsewhere();

    public Task<IdentityResult> DeleteAsync(PortalAccount user, CancellationToken cancellationToken) => throw ChangedElsewhere();

    public void Dispose()
    {
    }

    private static NotSupportedException ChangedElsewhere() => new("A sign-in is changed by commands to its grain.");

    private static string DecoyOf(string name) => $"decoy-{SHA256.HashData(Encoding.UTF8.GetBytes(name))[0] % Decoys}";
}

/// <summary>Usernames are looked up in the form in which they are unique.</summary>
public sealed class PortalNameNormalizer : ILookupNormalizer
{
    public string? NormalizeName(string? name) => name is null ? null : UserName.Normalise(name);

    public string? NormalizeEmail(string? email) => NormalizeName(email);
}
