using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Portal.Grains.Records;

/// <summary>JSON without needless white space, and a hash that does not depend on the order of properties.</summary>
public sealed record CanonicalJson(string Text, string Hash)
{
    private static readonly JsonWriterOptions _plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static CanonicalJson Of(string json)
    {
        using var document = JsonDocument.Parse(json);
        var text = Write(writer => document.RootElement.WriteTo(writer));
        var ordered = Write(writer => WriteOrdered(document.RootElement, writer));
        return new(Encoding.UTF8.GetString(text.Span), Convert.ToHexStringLower(SHA256.HashData(ordered.Span)));
    }

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, _plain))
            write(writer);
        return buffer.WrittenMemory;
    }

    private static void WriteOrdered(JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    WriteOrdered(property.Value, writer);
                }

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
