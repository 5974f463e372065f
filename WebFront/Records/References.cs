using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Portal.Grains.Interfaces.Records;

namespace Portal.WebFront.Records;

/// <summary>
/// Where the references of an input lead. One by <c>urn:</c> means nothing outside its Bundle, so it is written as
/// <c>Type/id</c>; every other text stays as it came.
/// </summary>
public sealed class References(string fhirBase)
{
    private static readonly JsonWriterOptions _plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = InputReader.Depth };
    private readonly Dictionary<string, string> _byUrl = new(StringComparer.Ordinal);
    private readonly HashSet<string> _entries = new(StringComparer.Ordinal);

    /// <summary>Notes an entry. False when the input has this resource already.</summary>
    public bool Add(InputEntry entry)
    {
        if (entry.FullUrl is { } url)
            _byUrl.TryAdd(url, entry.Reference);
        return _entries.Add(entry.Reference);
    }

    /// <summary>
    /// Notes an entry that is refused: what refers to it goes on meaning that resource, which may be stored from before or come
    /// again when it is mended.
    /// </summary>
    public void AddRefused(InputEntry entry)
    {
        if (entry.FullUrl is { } url && entry is { Type.Length: > 0, Id.Length: > 0 })
            _byUrl.TryAdd(url, entry.Reference);
    }

    public bool Has(string reference) => _entries.Contains(reference);

    /// <summary>The resource that a reference names, as <c>Type/id</c>; none for what leads elsewhere.</summary>
    public string? Resolve(string? reference)
    {
        if (string.IsNullOrEmpty(reference) || reference[0] == '#')
            return null;
        if (_byUrl.TryGetValue(reference, out var known))
            return known;
        if (reference.StartsWith(fhirBase, StringComparison.Ordinal))
            reference = reference[fhirBase.Length..].TrimStart('/');
        return reference.Split('/') is [var type, var id, ..] && type.All(char.IsAsciiLetter) && type.Length > 0 && id.Length > 0
            ? $"{type}/{RecordId.KeySafe(id)}"
            : null;
    }

    /// <summary>The id behind a reference to the type.</summary>
    public string? IdOf(string type, string? reference) =>
        Resolve(reference) is { } found && found.StartsWith(type + "/", StringComparison.Ordinal) ? found[(type.Length + 1)..] : null;

    /// <summary>All references in the resource, with their paths.</summary>
    public static IEnumerable<(string Path, string Reference)> In(JsonElement json, string path = "")
    {
        if (json.ValueKind is JsonValueKind.Array)
        {
            var index = 0;
            foreach (var found in json.EnumerateArray().SelectMany(item => In(item, $"{path}[{index++}]")))
                yield return found;
        }

        if (json.ValueKind is not JsonValueKind.Object)
            yield break;
        if (InputReader.Text(json, "reference") is { } reference)
            yield return (path + ".reference", reference);
        foreach (var found in json.EnumerateObject().SelectMany(property => In(property.Value, $"{path}.{property.Name}")))
            yield return found;
    }

    /// <summary>The resource as text, with an id, and with references by <c>urn:</c> led to the resources they mean.</summary>
    public string Write(InputEntry entry)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, _plain))
            Write(entry.Json, writer, entry.Json.TryGetProperty("id", out _) ? null : entry.Id);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private void Write(JsonElement json, Utf8JsonWriter writer, string? addId = null)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in json.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    if (property.Name is "reference" or "url" && Local(property.Value) is { } reference)
                        writer.WriteStringValue(reference);
                    else
                        Write(property.Value, writer);
                    if (addId is not null && property.Name is "resourceType")
                        writer.WriteString("id", addId);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in json.EnumerateArray())
                    Write(item, writer);
                writer.WriteEndArray();
                break;
            default:
                json.WriteTo(writer);
                break;
        }
    }

    private string? Local(JsonElement value) =>
        value.ValueKind is JsonValueKind.String
        && value.GetString() is { } text && text.StartsWith("urn:", StringComparison.OrdinalIgnoreCase)
            ? _byUrl.GetValueOrDefault(text)
            : null;
}
