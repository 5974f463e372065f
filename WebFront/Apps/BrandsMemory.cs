using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Portal.WebFront.Records;

namespace Portal.WebFront.Apps;

/// <summary>
/// The brands as they were given last: aggregators ask often and learn whether anything changed, and strangers cannot make
/// the portal list all practices with each request.
/// </summary>
public sealed class BrandsMemory(TimeProvider time)
{
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private (string Host, DateTimeOffset LookedAt, Brands Brands)? _last;

    internal async Task<Brands> Of(string host, Func<Task<JsonArray>> entries)
    {
        var now = time.GetUtcNow();
        if (_last is { } last && last.Host == host && now - last.LookedAt < Fresh)
            return last.Brands;
        var listed = await entries();
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(listed.ToJsonString())).AsSpan(0, 16));
        var brands = _last is { } before && before.Brands.Digest == digest ? before.Brands : Made(listed, digest, now);
        _last = (host, now, brands);
        return brands;
    }

    private static Brands Made(JsonArray entries, string digest, DateTimeOffset now)
    {
        var bundle = new JsonObject { ["resourceType"] = "Bundle", ["type"] = "collection", ["timestamp"] = FhirInstant.Of(now) };
        // FHIR knows no empty lists.
        if (entries.Count > 0)
            bundle["entry"] = entries;
        return new(Encoding.UTF8.GetBytes(bundle.ToJsonString()), digest, now);
    }
}

/// <summary>The Bundle, what tells it from another, and since when it is so here.</summary>
internal sealed record Brands(byte[] Content, string Digest, DateTimeOffset At);
