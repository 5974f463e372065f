using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Orleans.Storage;
using Portal.Grains.Documents;

namespace Portal.Silo.Storage;

/// <summary>
/// Writes a state as JSON with the schema number of this program in <c>"v"</c>, and reads every version that was ever
/// released, by way of <see cref="DocumentUpcasts"/>.
/// </summary>
public sealed class DocumentSerializer(JsonSerializerOptions options, DocumentUpcasts upcasts) : IGrainStorageSerializer
{
    private const string VersionProperty = "v";

    private readonly JsonSerializerOptions _options = new(options)
    {
        // jsonb keeps properties in an order of its own.
        AllowOutOfOrderMetadataProperties = true,
        TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver())
            .WithAddedModifier(type => StampVersion(type, upcasts)),
    };

    public BinaryData Serialize<T>(T? input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var json = JsonSerializer.SerializeToUtf8Bytes(input, TypeOf<T>());
        if (HoldsNull(json))
            throw new DocumentException($"A text of {typeof(T).Name} holds the character U+0000, which the database cannot store.");

        StorageMetrics.DocumentSize.Record(json.Length, new KeyValuePair<string, object?>("state", typeof(T).Name));
        return new BinaryData(json);
    }

    public T? Deserialize<T>(BinaryData input)
    {
        var json = input.ToMemory().Span;
        var current = upcasts.Current(typeof(T));
        var written = typeof(T).IsSubclassOf(typeof(DocumentState)) ? VersionOf(json) : current;
        if (written > current)
            throw new DocumentException(
                $"A {typeof(T).Name} document has version {written} and this program knows {current}: it was written by a newer release.");
        if (written < 1)
            throw new DocumentException($"A {typeof(T).Name} document has version {written}; the first is 1.");

        return written == current ? JsonSerializer.Deserialize(json, TypeOf<T>()) : Lift<T>(json, written, current);
    }

    private T? Lift<T>(ReadOnlySpan<byte> json, int written, int current)
    {
        var document = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = _options.MaxDepth })!.AsObject();
        document = upcasts.Lift(typeof(T), document, written);
        document[VersionProperty] = current;
        return document.Deserialize(TypeOf<T>());
    }

    private JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)_options.GetTypeInfo(typeof(T));

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

    // A state carries the number it was made with; what is written has the shape of this program.
    private static void StampVersion(JsonTypeInfo type, DocumentUpcasts upcasts)
    {
        if (!type.Type.IsSubclassOf(typeof(DocumentState)))
            return;

        var current = upcasts.Current(type.Type);
        foreach (var property in type.Properties)
            if (property.Name is VersionProperty)
                property.Get = _ => current;
    }

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
