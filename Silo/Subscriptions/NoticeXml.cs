using System.Text;
using System.Text.Json;
using Hl7.Fhir.Serialization;
using Portal.Grains.Interfaces.Records;

namespace Portal.Silo.Subscriptions;

/// <summary>Notices as FHIR XML. What FHIR R4 does not know has no place in it; the JSON has it all.</summary>
internal static class NoticeXml
{
    private static readonly FhirJsonDeserializer _reader = new(new DeserializerSettings().UsingMode(DeserializationMode.Ostrich));
    private static readonly FhirXmlSerializer _writer = new();

    public static byte[] Of(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(XmlSafeJson.Of(json)), new JsonReaderOptions { MaxDepth = 256 });
        _reader.TryDeserializeResource(ref reader, out var resource, out _);
        return Encoding.UTF8.GetBytes(_writer.SerializeToString(resource!));
    }
}
