using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Orleans.Storage;

namespace Portal.Silo.Storage;

/// <summary>
/// Writes a state as one JSON object with its schema number in <c>"v"</c>, and reads every version that was ever
/// released, by way of <see cref="DocumentUpcasts"/>.
/// </summary>
public sealed class DocumentSerializer(JsonSerializerOptions options, DocumentUpcasts upcasts) : IGrainStorageSerializer
{
    private const string VersionProperty = "v";

    private readonly JsonSerializerOptions _options = MakeReady(options);
    private readonly ConditionalWeakTable<JsonTypeInfo, StrongBox<bool>> _ownVersion = [];

    public BinaryData Serialize<T>(T? input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var type = (JsonTypeInfo<T>)_options.GetTypeInfo(typeof(T));
        var json = JsonSerializer.SerializeToUtf8Bytes(input, type);
        if (json[0] != '{')
            throw new DocumentException($"{typeof(T).Name} is not written as a JSON object and cannot be a document.");
        if (HoldsNull(json))
            throw new DocumentException($"A text of {typeof(T).Name} holds the character U+0000, which the database cannot store.");

        var document = WritesOwnVersion(type) ? json : Stamp(json, upcasts.Current(typeof(T)));
        StorageMetrics.DocumentSize.Record(document.Length, new KeyValuePair<string, object?>("state", typeof(T).Name));
        return new BinaryData(document);
    }

    public T? Deserialize<T>(BinaryData input)
    {
        var type = (JsonTypeInfo<T>)_options.GetTypeInfo(typeof(T));
        var json = input.ToMemory().Span;
        var written = VersionOf(json);
        var current = upcasts.Current(typeof(T));
        if (written == current)
            return JsonSerializer.Deserialize(json, type);
        if (written > current)
            throw new DocumentException(
                $"A {typeof(T).Name} document has version {written} and this program knows {current}: it was written by a newer release.");
        if (written < 1)
            throw new DocumentException($"A {typeof(T).Name} document has version {written}; the first is 1.");

        var document = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = _options.MaxDepth })!.AsObject();
        return upcasts.Lift(typeof(T), document, written).Deserialize(type);
    }

    private static JsonSerializerOptions MakeReady(JsonSerializerOptions options)
    {
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private static byte[] Stamp(byte[] json, int version)
    {
        var isEmpty = json.AsSpan(1).TrimStart(" \r\n\t"u8) is [(byte)'}'];
        var head = Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $$"""{"{{VersionProperty}}":{{version}}{{(isEmpty ? "" : ",")}}"""));
        var stamped = new byte[head.Length + json.Length - 1];
        head.CopyTo(stamped, 0);
        json.AsSpan(1).CopyTo(stamped.AsSpan(head.Length));
        return stamped;
    }

    private int VersionOf(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = _options.MaxDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isVersion = reader.ValueTextEquals(VersionProperty);
            reader.Read();
            if (isVersion)
                return reader.GetInt32();
            reader.Skip();
        }

        return 1;
    }

    private bool WritesOwnVersion(JsonTypeInfo type) =>
        _ownVersion.GetValue(type, static info => new(info.Properties.Any(property => property.Name == VersionProperty))).Value;

    // The writer always escapes U+0000; an escaped backslash before "u0000" is ordinary text.
    private static bool HoldsNull(ReadOnlySpan<byte> json)
    {
        for (var rest = json; rest.IndexOf(@"\u0000"u8) is >= 0 and var at; rest = rest[(at + 6)..])
        {
            var backslashes = at - rest[..at].TrimEnd((byte)'\\').Length;
            if (backslashes % 2 == 0)
                return true;
        }

        return false;
    }
}
