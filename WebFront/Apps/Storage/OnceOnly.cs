using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Portal.WebFront.Apps.Storage;

/// <summary>Lets each of what may be used only once through a single time, on whichever web front it comes.</summary>
public sealed class OnceOnly(IServiceScopeFactory scopes)
{
    /// <summary>Whether this is the first time.</summary>
    /// <param name="kind">What it is, so that ids of two kinds do not meet.</param>
    /// <param name="id">Its id; only a digest is kept.</param>
    /// <param name="until">From then on it is refused for its age.</param>
    public async Task<bool> Take(string kind, string id, DateTimeOffset until)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TokenContext>();
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}\n{id}")));
        if (await context.UsedOnce.AnyAsync(used => used.Id == digest))
            return false;
        context.UsedOnce.Add(new() { Id = digest, Until = until.UtcDateTime });
        try
        {
            await context.SaveChangesAsync();
            return true;
        }
        catch (DbUpdateException)
        {
            // Somebody else took it in this moment; the key of the table decides who was first.
            return false;
        }
    }
}
