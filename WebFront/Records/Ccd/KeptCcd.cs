using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.WebFront.Records.Ccd;

/// <summary>A patient's document as it is kept: a Binary with the XML, and the DocumentReference that leads to it.</summary>
public sealed record KeptCcd(CcdEdition Edition, byte[] Xml)
{
    public const string MediaType = DocumentResources.MediaType;

    private static readonly JsonObject _format = DocumentResources.Format(
        "urn:hl7-org:sdwg:ccda-structuredBody:2.1", "For documents following C-CDA R2.1 constraints using a structured body");

    /// <summary>Of the Binary and of the DocumentReference.</summary>
    public string Id => KeptSummary.IdOf(Edition.PatientId);

    /// <summary>The edition that is stored; none when what is stored is none of ours.</summary>
    public static KeptCcd? Read(string practice, string patientId, ServedResource? binary)
    {
        if (binary is null or { Deleted: true } || Content(binary) is not { } xml
            || SafeXml.ReadWhole(xml)?.Root is not { } root || root.Name != Cda.Space + "ClinicalDocument")
        {
            return null;
        }

        var at = (string?)root.Element(Cda.Space + "effectiveTime")?.Attribute("value");
        return CdaTime.Read(at) is { } made
            ? new(new(practice, patientId, binary.Version, made), xml)
            : null;
    }

    private static byte[]? Content(ServedResource binary)
    {
        var data = JsonNode.Parse(binary.Json)!.AsObject().Text("data");
        var bytes = new byte[data.Length];
        return Convert.TryFromBase64String(data, bytes, out var length) ? bytes[..length] : null;
    }

    public ResourceDraft Binary() => DocumentResources.Draft(DocumentResources.Binary(Id, Edition.PatientId, Xml));

    public ResourceDraft Reference()
    {
        var reference = DocumentResources.Reference(
            Id, Edition.Practice, Edition.PatientId, Edition.At, DocumentResources.Reference($"Organization/{Edition.Practice}"),
            "Health summary (Continuity of Care Document)", new() { ["attachment"] = Attachment(), ["format"] = _format.DeepClone() });
        reference["masterIdentifier"] = Identifier(Edition.Id);
        reference["identifier"] = new JsonArray(Identifier(Edition.SetId));
        return DocumentResources.Draft(reference);
    }

    private JsonObject Attachment() => new()
    {
        ["contentType"] = MediaType,
        ["language"] = "en-US",
        ["url"] = $"Binary/{Id}",
        ["size"] = Xml.Length,
        ["hash"] = Hash,
        ["title"] = "Health summary",
        ["creation"] = FhirInstant.Of(Edition.At),
    };

    /// <summary>Whether a stored reference leads to this edition.</summary>
    public bool IsReferredTo(ServedResource? reference) => reference is { Deleted: false }
        && JsonNode.Parse(reference.Json)?["content"]?[0]?["attachment"]?["hash"]?.GetValue<string>() == Hash;

    // FHIR R4 defines an attachment's hash as SHA-1: it tells apart, it does not protect.
#pragma warning disable CA5350
    private string Hash => Convert.ToBase64String(SHA1.HashData(Xml));
#pragma warning restore CA5350

    private static JsonObject Identifier(Guid id) => new() { ["system"] = "urn:ietf:rfc:3986", ["value"] = $"urn:uuid:{id}" };
}
