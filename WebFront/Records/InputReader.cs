using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Records;

namespace Portal.WebFront.Records;

/// <summary>Makes entries of a Bundle's parts and of NDJSON lines.</summary>
public static class InputReader
{
    /// <summary>How deep a text is read at all; what is in it may be <see cref="ImportLimits.ResourceDepth"/> deep.</summary>
    public const int Depth = 128;

    public const string SubsettedSystem = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";
    public const string Subsetted = "SUBSETTED";

    private const string Urn = "urn:uuid:";
    public static readonly JsonDocumentOptions Strictly = new() { MaxDepth = Depth, AllowDuplicateProperties = false };

    /// <summary>The JSON object that a request brings. A text in which something can be neither read nor stored is none.</summary>
    /// <exception cref="JsonException">It is no object, names a property twice, or holds such a character.</exception>
    public static JsonObject ObjectOf(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Strictly);
            HasOnlyStorableText(document.RootElement);
            return JsonObject.Create(document.RootElement.Clone()) ?? throw new JsonException();
        }
        catch (InvalidOperationException fault)
        {
            throw new JsonException(fault.Message, fault);
        }
    }

    /// <summary>Whether all of a Bundle can be read but for its resources, each of which is looked at by itself.</summary>
    public static bool IsReadable(JsonElement bundle)
    {
        try
        {
            foreach (var property in bundle.EnumerateObject())
            {
                if (property.Name != "entry" || property.Value.ValueKind is not JsonValueKind.Array)
                    HasOnlyStorableText(property);
                else
                    HasReadableEntries(property.Value);
            }

            return true;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    public static InputEntry OfBundle(int order, JsonElement entry, bool demandsRequest)
    {
        var place = $"Bundle.entry[{order}]";
        if (entry.ValueKind is not JsonValueKind.Object
            || !entry.TryGetProperty("resource", out var resource) || resource.ValueKind is not JsonValueKind.Object)
        {
            return Bad(order, place, new($"{place}.resource", "import.no_resource", "The entry holds no resource.", "Leave the entry out, or add the resource."));
        }

        var read = Whole(Of(order, $"{place}.resource", resource.GetRawText(), Text(entry, "fullUrl"), PutId(entry)));
        var wrongRequest = demandsRequest ? BundleRequests.Check(entry, place, read) : null;
        return wrongRequest is null ? read : read with { Problems = read.Problems.Add(wrongRequest) };
    }

    /// <summary>The one resource of a request; places in it are told as FHIR paths (<c>Condition.code</c>).</summary>
    public static InputEntry OfResource(string type, string text) => Of(0, type, text, null, null);

    /// <param name="order">Counted from 0.</param>
    /// <param name="line">The line; none for one that is no UTF-8.</param>
    public static InputEntry OfLine(int order, string? line)
    {
        var place = $"line {order + 1}";
        return line is null
            ? Bad(order, place, new(place, "import.not_utf8", "The line is not UTF-8.", "Write the file in UTF-8 and import it again."))
            : Whole(Of(order, place, line, null, null));
    }

    /// <summary>The entry to be stored: one that says to be only a part of its resource would be taken for all that there is.</summary>
    public static InputEntry Whole(InputEntry entry) => entry.Resource?.Meta?.Tag.Any(tag => tag is { System: SubsettedSystem, Code: Subsetted }) is not true
        ? entry
        : entry with
        {
            Problems = entry.Problems.Add(new(
                $"{entry.Place}.meta.tag", "import.subsetted",
                "It says that it is only a part of the resource (SUBSETTED). Stored as the whole, all else would be gone.",
                "Read it without _elements and _summary, and send all of it, without the tag.")),
        };

    private static InputEntry Of(int order, string place, string text, string? fullUrl, string? putId)
    {
        JsonElement json;
        try
        {
            using var document = JsonDocument.Parse(text, Strictly);
            json = document.RootElement.Clone();
            HasOnlyStorableText(json);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return Bad(order, place, new(place, "import.bad_json",
                "This is not valid JSON, or it names a property twice, or holds a character that cannot be stored.",
                "Correct how the other system writes it and import it again."));
        }

        if (text.Length > ImportLimits.ResourceSize)
            return Bad(order, place, TooLarge(place)) with { Type = Text(json, "resourceType") ?? "" };
        if (DepthOf(json) > ImportLimits.ResourceDepth)
            return Bad(order, place, TooDeep(place)) with { Type = Text(json, "resourceType") ?? "" };
        var (resource, problems) = FhirReader.Read(json, place);
        var id = Text(json, "id") ?? UrnId(fullUrl) ?? putId ?? HashId(json);
        return new()
        {
            Order = order,
            Place = place,
            Json = json,
            Resource = resource,
            Type = Text(json, "resourceType") ?? "",
            Id = RecordId.KeySafe(id),
            OriginalId = RecordId.IsFhirId(id) ? null : id,
            FullUrl = fullUrl,
            Problems = problems,
        };
    }

    public static string? Text(JsonElement element, string property) =>
        element.ValueKind is JsonValueKind.Object
        && element.TryGetProperty(property, out var value) && value.ValueKind is JsonValueKind.String
        && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    public static string? Text(JsonObject json, string property) =>
        json[property] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private static InputEntry Bad(int order, string place, ImportProblem problem) =>
        new() { Order = order, Place = place, Problems = [problem] };

    private static ImportProblem TooLarge(string place) => new(
        place, "import.too_large",
        $"The resource is larger than {ImportLimits.ResourceSize / 1024} KB.",
        "Send large files through the practice's documents instead.");

    private static ImportProblem TooDeep(string place) => new(
        place, "import.too_deep",
        $"The resource has more than {ImportLimits.ResourceDepth} objects and lists within one another.",
        "Write it with fewer extensions or items within one another.");

    private static int DepthOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => 1 + json.EnumerateObject().Select(property => DepthOf(property.Value)).DefaultIfEmpty().Max(),
        JsonValueKind.Array => 1 + json.EnumerateArray().Select(DepthOf).DefaultIfEmpty().Max(),
        _ => 0,
    };

    private static string? UrnId(string? fullUrl) =>
        fullUrl?.StartsWith(Urn, StringComparison.OrdinalIgnoreCase) is true ? fullUrl[Urn.Length..] : null;

    private static string? PutId(JsonElement entry) =>
        entry.TryGetProperty("request", out var request) && Text(request, "url") is { } url && url.Split('/') is [_, var id] ? id : null;

    /// <summary>Without any id the content is the id, so that the same content again is the same resource.</summary>
    private static string HashId(JsonElement json) =>
        "h-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json.GetRawText())).AsSpan(0, 16));

    private static void HasReadableEntries(JsonElement entries)
    {
        foreach (var entry in entries.EnumerateArray().Where(entry => entry.ValueKind is JsonValueKind.Object))
        {
            foreach (var part in entry.EnumerateObject().Where(part => part.Name != "resource"))
                HasOnlyStorableText(part);
        }
    }

    private static void HasOnlyStorableText(JsonProperty property)
    {
        if (property.Name.Contains('\0', StringComparison.Ordinal))
            throw new JsonException("U+0000");
        HasOnlyStorableText(property.Value);
    }

    /// <summary>Reading a text that is half of a surrogate pair throws; U+0000 no database takes.</summary>
    private static void HasOnlyStorableText(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in json.EnumerateObject())
                    HasOnlyStorableText(property);
                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray())
                    HasOnlyStorableText(item);
                break;
            case JsonValueKind.String when json.GetString()!.Contains('\0', StringComparison.Ordinal):
                throw new JsonException("U+0000");
        }
    }
}
