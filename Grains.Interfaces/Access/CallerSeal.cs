using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Portal.Grains.Interfaces.Access;

/// <summary>
/// Seals a <see cref="Caller"/> with the cluster secret, so that a grain can trust who calls: the request context
/// itself is whatever the sender put in. HMAC-SHA256 over the JSON of the caller.
/// </summary>
public sealed class CallerSeal(byte[] secret)
{
    /// <summary>The entry of the request context that carries the seal.</summary>
    public const string ContextKey = "portal.caller";

    private const int RememberedSeals = 4096;
    private readonly ConcurrentDictionary<string, Caller> _opened = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Caller, string> _sealed = new();

    /// <summary>The caller as sealed text.</summary>
    public string Close(Caller caller)
    {
        if (_sealed.TryGetValue(caller, out var known))
            return known;
        var payload = JsonSerializer.SerializeToUtf8Bytes(caller, CallerJson.Default.Caller);
        var text = $"{Convert.ToBase64String(payload)}.{Convert.ToBase64String(HMACSHA256.HashData(secret, payload))}";
        Remember(_sealed, caller, text);
        return text;
    }

    /// <summary>The caller under a seal, or none when the seal is broken or foreign.</summary>
    public Caller? Open(string? seal)
    {
        if (seal is null)
            return null;
        if (_opened.TryGetValue(seal, out var known))
            return known;
        var dot = seal.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || !TryDecode(seal[..dot], out var payload) || !TryDecode(seal[(dot + 1)..], out var mac))
            return null;
        if (!CryptographicOperations.FixedTimeEquals(mac, HMACSHA256.HashData(secret, payload)))
            return null;
        var caller = JsonSerializer.Deserialize(Encoding.UTF8.GetString(payload), CallerJson.Default.Caller);
        if (caller is not null)
            Remember(_opened, seal, caller);
        return caller;
    }

    /// <summary>
    /// A short mark of a text that only this cluster can make: what a page was given can be recognised when it comes
    /// back from the browser.
    /// </summary>
    public string Mark(string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    private static void Remember<TKey, TValue>(ConcurrentDictionary<TKey, TValue> memory, TKey key, TValue value)
        where TKey : notnull
    {
        if (memory.Count >= RememberedSeals)
            memory.Clear();
        memory[key] = value;
    }

    private static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = new byte[text.Length];
        var ok = Convert.TryFromBase64String(text, bytes, out var length);
        bytes = bytes[..length];
        return ok;
    }
}

[JsonSerializable(typeof(Caller))]
internal sealed partial class CallerJson : JsonSerializerContext;
