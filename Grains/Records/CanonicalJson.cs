using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Portal.Grains.Records.Search;

namespace Portal.Grains.Records;

/// <summary>
/// A resource's JSON without needless white space, and a hash of its content: it depends neither on the order of properties nor
/// on what <c>meta</c> tells of version and time, which the portal writes into every answer and does not take from anybody.
/// </summary>
public sealed record CanonicalJson(string Text, string Hash)
{
    private static readonly JsonWriterOptions _plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static CanonicalJson Of(string json)
    {
        using var document = JsonDocument.Parse(json);
        var text = Write(writer => document.RootElement.WriteTo(writer));
        var ordered = Write(writer => WriteContent(document.RootElement, writer));
        return new(Encoding.UTF8.GetString(text.Span), Convert.ToHexStringLower(SHA256.HashData(ordered.Span)));
    }

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, _plain))
            write(writer);
        return buffer.WrittenMemory;
    }

    private static void WriteContent(JsonElement resource, Utf8JsonWriter writer)
    {
        if (resource.ValueKind is not JsonValueKind.Object || !resource.TryGetProperty("meta", out var meta) || meta.ValueKind is not JsonValueKind.Object)
        {
            WriteOrdered(resource, writer);
            return;
        }

        writer.WriteStartObject();
        foreach (var property in Ordered(resource))
        {
            if (property.Name != "meta")
                Write(property, writer);
            else if (meta.EnumerateObject().Any(IsContent))
                WriteMeta(meta, writer);
        }

        writer.WriteEndObject();
    }

    private static void WriteMeta(JsonElement meta, Utf8JsonWriter writer)
    {
        writer.WriteStartObject("meta");
        foreach (var property in Ordered(meta).Where(IsContent))
            Write(property, writer);
        writer.WriteEndObject();
    }

    private static bool IsContent(JsonProperty ofMeta) => !ServedJson.IsOurs(ofMeta.Name);

    private static IEnumerable<JsonProperty> Ordered(JsonElement element) => element.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal);

    private static void Write(JsonProperty property, Utf8JsonWriter writer)
    {
        writer.WritePropertyName(property.Name);
        WriteOrdered(property.Value, writer);
    }

    private static void WriteOrdered(JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in Ordered(element))
                    Write(property, writer);
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                    WriteOrdered(item, writer);
                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
