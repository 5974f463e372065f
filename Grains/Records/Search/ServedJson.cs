using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Portal.Grains.Documents;

namespace Portal.Grains.Records.Search;

/// <summary>Puts our version and time of change into the <c>meta</c> of a resource; all else stays as it came.</summary>
internal static class ServedJson
{
    /// <summary>Letters of every language as they are, not as escapes.</summary>
    public static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonWriterOptions _plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Whether an element of <c>meta</c> is told by the portal, whatever came.</summary>
    public static bool IsOurs(string ofMeta) => ofMeta is "versionId" or "lastUpdated" or "_versionId" or "_lastUpdated";

    public static byte[] Of(string json, string id, int version, DateTimeOffset lastUpdated)
    {
        using var document = JsonDocument.Parse(json);
        using var buffer = new MemoryStream(json.Length + 128);
        using (var writer = new Utf8JsonWriter(buffer, _plain))
        {
            var resource = document.RootElement;
            writer.WriteStartObject();
            if (resource.TryGetProperty("resourceType", out var type))
            {
                writer.WritePropertyName("resourceType");
                type.WriteTo(writer);
            }

            writer.WriteString("id", id);
            writer.WritePropertyName("meta");
            Meta(writer, resource.TryGetProperty("meta", out var meta) ? meta : default, version, lastUpdated);
            foreach (var property in resource.EnumerateObject())
            {
                if (property.Name is not ("resourceType" or "id" or "meta"))
                    property.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void Meta(Utf8JsonWriter writer, JsonElement meta, int version, DateTimeOffset lastUpdated)
    {
        writer.WriteStartObject();
        writer.WriteString("versionId", version.ToString(CultureInfo.InvariantCulture));
        writer.WriteString("lastUpdated", DocumentJson.TextOf(lastUpdated));
        if (meta.ValueKind is JsonValueKind.Object)
        {
            foreach (var property in meta.EnumerateObject())
            {
                if (!IsOurs(property.Name))
                    property.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }
}
