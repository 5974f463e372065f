using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Access;

/// <summary>Hashes passwords as ASP.NET Core Identity does, on the thread pool: a hash takes about 0.1 s of a core.</summary>
public sealed class PasswordHashing
{
    private static readonly PasswordHasher<PasswordHashing> _hasher =
        new(Options.Create(new PasswordHasherOptions { IterationCount = PasswordText.Iterations }));

    public Task<string> Hash(string password) =>
        Task.Run(() => _hasher.HashPassword(this, PasswordText.Normalise(password)));

    public Task<bool> Matches(string hash, string password) =>
        Task.Run(() => _hasher.VerifyHashedPassword(this, hash, PasswordText.Normalise(password)) != PasswordVerificationResult.Failed);
}
