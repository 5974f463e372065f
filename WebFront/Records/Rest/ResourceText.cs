using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hl7.Fhir.Introspection;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Portal.Grains.Interfaces.Records;

namespace Portal.WebFront.Records.Rest;

/// <summary>Writes a resource as it was asked for: cut to elements or a summary, indented, or as XML.</summary>
internal static class ResourceText
{
    /// <summary>A resource that was taken in, within a Bundle and its entry.</summary>
    private const int Deepest = InputReader.Depth + 8;

    public static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = Deepest };
    /// <summary>For reading what is served.</summary>
    public static readonly JsonDocumentOptions Deep = new() { MaxDepth = Deepest };

    private static readonly JsonSerializerOptions _indented = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true, MaxDepth = Deepest };
    private static readonly FhirJsonDeserializer _reader = new(new DeserializerSettings().UsingMode(DeserializationMode.Ostrich));
    private static readonly FhirXmlSerializer _xml = new();

    public static byte[] Write(byte[] json, FhirFormat format)
    {
        if (format.AsStored)
            return json;
        return Write((JsonObject)JsonNode.Parse(json, documentOptions: Deep)!, format, cut: true);
    }

    /// <param name="resource">Read and perhaps changed.</param>
    /// <param name="format">How to write it.</param>
    /// <param name="cut">Whether the format's wish for a part concerns this resource itself.</param>
    public static byte[] Write(JsonObject resource, FhirFormat format, bool cut)
    {
        if (cut)
            Cut(resource, format);
        return format.Xml
            ? ToXml(resource.ToJsonString(Plain), format.Pretty)
            : Encoding.UTF8.GetBytes(resource.ToJsonString(format.Pretty ? _indented : Plain));
    }

    /// <summary>Takes away what was not asked for, and marks what is left as a part.</summary>
    public static void Cut(JsonObject resource, FhirFormat format)
    {
        var type = (string?)resource["resourceType"] ?? "";
        var elements = ModelInfo.ModelInspector.FindClassMapping(type)?.PropertyMappings ?? [];
        Func<PropertyMapping, bool>? kept = format switch
        {
            { Elements.Count: > 0 } => element => format.Elements.Contains(element.Name) || format.Elements.Contains($"{type}.{element.Name}"),
            { Summary: "true" } => element => element.InSummary,
            { Summary: "text" } => element => element.Name is "text",
            { Summary: "data" } => element => element.Name is not "text",
            _ => null,
        };
        if (kept is null)
            return;
        var dropped = elements
            .Where(element => !kept(element) && !element.IsMandatoryElement && element.Name is not ("id" or "meta"))
            .ToList();
        foreach (var name in resource.Select(property => property.Key).Where(name => dropped.Exists(element => Is(element, name))).ToList())
            resource.Remove(name);
        MarkAsPart(resource);
    }

    private static bool Is(PropertyMapping element, string property)
    {
        var name = property.TrimStart('_');
        return name == element.Name
            || (element.Choice is ChoiceType.DatatypeChoice && name.Length > element.Name.Length
                && name.StartsWith(element.Name, StringComparison.Ordinal) && char.IsAsciiLetterUpper(name[element.Name.Length]));
    }

    private static void MarkAsPart(JsonObject resource)
    {
        if (resource["meta"] is not JsonObject meta)
            resource["meta"] = meta = [];
        if (meta["tag"] is not JsonArray tags)
            meta["tag"] = tags = [];
        tags.Add(new JsonObject
        {
            ["system"] = InputReader.SubsettedSystem,
            ["code"] = InputReader.Subsetted,
        });
    }

    private static byte[] ToXml(string json, bool pretty)
    {
        // What FHIR R4 does not know has no place in its XML; the JSON has it all.
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(XmlSafeJson.Of(json)), new JsonReaderOptions { MaxDepth = Deepest });
        _reader.TryDeserializeResource(ref reader, out var resource, out _);
        NarrativeXml.Mend(resource!);
        return Encoding.UTF8.GetBytes(_xml.SerializeToString(resource!, pretty));
    }
}
