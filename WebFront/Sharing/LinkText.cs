using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.WebFront.Sharing;

/// <summary>A SMART Health Link as people pass it on: the page that shows it, and behind the # what programs read.</summary>
/// <param name="Origin">Scheme and host of the portal.</param>
/// <param name="Practice">The practice.</param>
internal sealed record LinkText(string Origin, string Practice)
{
    /// <summary>Characters of the address in a link, by the specification.</summary>
    public const int LongestAddress = 128;

    private static readonly JsonSerializerOptions _small = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static LinkText At(HttpContext context, string practice) => new($"{context.Request.Scheme}://{context.Request.Host}", practice);

    /// <summary>Where the link's manifest is.</summary>
    public string AddressOf(string secret) => $"{Origin}/{Practice}/{HealthLinkEndpoints.Folder}/{secret}";

    /// <summary>The whole link.</summary>
    public string Of(LinkSecret secret, string label, bool hasPasscode, DateTimeOffset expiresAt)
    {
        var payload = new JsonObject
        {
            ["url"] = AddressOf(secret.Address),
            ["key"] = Base64Url.EncodeToString(secret.Key()),
            ["exp"] = expiresAt.ToUnixTimeSeconds(),
        };
        if (hasPasscode)
            payload["flag"] = "P";
        payload["label"] = label;
        payload["v"] = 1;
        return $"{Origin}/{Practice}/shared#shlink:/{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(payload, _small))}";
    }
}
