using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Practices;
using Portal.WebFront.Records;

namespace Portal.WebFront.Apps;

/// <summary>
/// The practices as they were listed last: aggregators ask often and learn whether anything changed, and strangers cannot make
/// the portal list all practices with each request, whatever name of the host they ask under.
/// </summary>
public sealed class BrandsMemory(TimeProvider time)
{
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private Listing? _last;

    /// <param name="list">Lists the practices; called once a minute at most.</param>
    /// <param name="entries">The Bundle's entries of one of them, under the host that was asked.</param>
    public async Task<Brands> Of(Func<Task<ImmutableArray<PracticeCard>>> list, Func<PracticeCard, IEnumerable<JsonNode>> entries)
    {
        var now = time.GetUtcNow();
        var listing = Volatile.Read(ref _last);
        if (listing is null || now - listing.LookedAt >= Fresh)
        {
            var practices = await list();
            listing = new(practices, listing is not null && listing.Practices.SequenceEqual(practices) ? listing.ChangedAt : now, now);
            Volatile.Write(ref _last, listing);
        }

        return Made(new([.. listing.Practices.SelectMany(entries)]), listing.ChangedAt);
    }

    private static Brands Made(JsonArray entries, DateTimeOffset at)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(entries.ToJsonString())).AsSpan(0, 16));
        var bundle = new JsonObject { ["resourceType"] = "Bundle", ["type"] = "collection", ["timestamp"] = FhirInstant.Of(at) };
        // FHIR knows no empty lists.
        if (entries.Count > 0)
            bundle["entry"] = entries;
        return new(Encoding.UTF8.GetBytes(bundle.ToJsonString()), digest, at);
    }

    private sealed record Listing(ImmutableArray<PracticeCard> Practices, DateTimeOffset ChangedAt, DateTimeOffset LookedAt);
}

/// <summary>The Bundle, what tells it from another, and since when it is so here.</summary>
public sealed record Brands(byte[] Content, string Digest, DateTimeOffset At);
