using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Portal.WebFront.Apps.Storage;

/// <summary>Lets each of what may be used only once through a single time, on whichever web front it comes.</summary>
public sealed class OnceOnly(IServiceScopeFactory scopes)
{
    private const string Insert = "insert into used_once (id, until) values ({0}, {1}) on conflict do nothing";
    private const string InsertIntoSchema = "insert into smart.used_once (id, until) values ({0}, {1}) on conflict do nothing";

    /// <summary>Whether this is the first time.</summary>
    /// <param name="kind">What it is, so that ids of two kinds do not meet.</param>
    /// <param name="id">Its id; only a digest is kept.</param>
    /// <param name="until">From then on it is refused for its age.</param>
    public async Task<bool> Take(string kind, string id, DateTimeOffset until)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TokenContext>().Database;
        // The key of the table decides who is first; who is not makes no failure of it.
        return await database.ExecuteSqlRawAsync(database.IsNpgsql() ? InsertIntoSchema : Insert, Digest(kind, id), until.UtcDateTime) == 1;
    }

    /// <summary>Whether it was used before.</summary>
    public async Task<bool> WasTaken(string kind, string id)
    {
        var digest = Digest(kind, id);
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<TokenContext>().UsedOnce.AnyAsync(used => used.Id == digest);
    }

    private static string Digest(string kind, string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}\n{id}")));
}
