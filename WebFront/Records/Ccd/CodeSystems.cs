using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Portal.WebFront.Records.Ccd;

/// <summary>
/// Code systems under the names of both standards: an address in FHIR, an object identifier in CDA. A system that has
/// no identifier gets one that follows from its address (a UUID of version 5), so that a code is never torn from its
/// system.
/// </summary>
internal static class CodeSystems
{
    public const string Snomed = "http://snomed.info/sct";
    public const string Loinc = "http://loinc.org";
    public const string RxNorm = "http://www.nlm.nih.gov/research/umls/rxnorm";
    public const string Cvx = "http://hl7.org/fhir/sid/cvx";
    public const string Cdt = "http://www.ada.org/cdt";
    public const string Icd10 = "http://hl7.org/fhir/sid/icd-10-cm";
    public const string Teeth = "http://terminology.hl7.org/CodeSystem/ADAUniversalToothDesignationSystem";
    public const string Surfaces = "http://terminology.hl7.org/CodeSystem/FDI-surface";

    public const string SnomedOid = "2.16.840.1.113883.6.96";
    public const string LoincOid = "2.16.840.1.113883.6.1";

    private static readonly (string Uri, string Oid, string Name)[] _systems =
    [
        (Snomed, SnomedOid, "SNOMED CT"),
        (Loinc, LoincOid, "LOINC"),
        (RxNorm, "2.16.840.1.113883.6.88", "RxNorm"),
        (Cvx, "2.16.840.1.113883.12.292", "CVX"),
        (Cdt, "2.16.840.1.113883.6.13", "CDT"),
        (Icd10, "2.16.840.1.113883.6.90", "ICD-10-CM"),
        ("http://hl7.org/fhir/sid/icd-9-cm", "2.16.840.1.113883.6.103", "ICD-9-CM"),
        ("http://www.ama-assn.org/go/cpt", "2.16.840.1.113883.6.12", "CPT"),
        ("http://www.cms.gov/Medicare/Coding/ICD10", "2.16.840.1.113883.6.4", "ICD-10-PCS"),
        ("http://hl7.org/fhir/sid/ndc", "2.16.840.1.113883.6.69", "NDC"),
        ("http://fdasis.nlm.nih.gov", "2.16.840.1.113883.4.9", "UNII"),
        ("http://nucc.org/provider-taxonomy", "2.16.840.1.113883.6.101", "NUCC"),
        ("http://terminology.hl7.org/CodeSystem/v3-ActCode", "2.16.840.1.113883.5.4", "ActCode"),
        ("http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation", "2.16.840.1.113883.5.83", "ObservationInterpretation"),
        ("urn:oid:2.16.840.1.113883.6.238", "2.16.840.1.113883.6.238", "CDC Race and Ethnicity"),
    ];

    private static readonly (string Uri, string Name)[] _withoutOid =
    [
        (Teeth, "ADA Universal Tooth Designation System"),
        (Surfaces, "Surfaces of teeth"),
        ("http://www.ada.org/snodent", "SNODENT"),
    ];

    private static readonly FrozenDictionary<string, (string Oid, string Name)> _byUri = _systems
        .Select(system => (system.Uri, system.Oid, system.Name))
        .Concat(_withoutOid.Select(system => (system.Uri, Uuid(system.Uri), system.Name)))
        .ToFrozenDictionary(system => system.Uri, system => (system.Item2, system.Name), StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> _byOid =
        _byUri.ToFrozenDictionary(system => system.Value.Oid, system => system.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>The identifier and the name of a system in CDA.</summary>
    public static (string Oid, string Name) Of(string uri) => _byUri.TryGetValue(uri, out var known)
        ? known
        : uri.StartsWith("urn:oid:", StringComparison.Ordinal) ? (uri["urn:oid:".Length..], uri) : (Uuid(uri), uri);

    /// <summary>The address of a system of CDA in FHIR.</summary>
    /// <param name="oid">Its identifier.</param>
    /// <param name="name">What the document calls it: the address itself where the identifier was made from it.</param>
    public static string UriOf(string oid, string? name) => _byOid.TryGetValue(oid, out var uri)
        ? uri
        : name is not null && Uri.IsWellFormedUriString(name, UriKind.Absolute) && Uuid(name) == oid ? name
        : Guid.TryParse(oid, out _) ? $"urn:uuid:{oid.ToLowerInvariant()}" : $"urn:oid:{oid}";

    private static string Uuid(string uri)
    {
        // The namespace of addresses in RFC 9562.
        byte[] space = [0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8];
        return NameUuid.Of(space, uri).ToString();
    }
}

/// <summary>UUIDs that follow from a name (version 5): the same name gives the same one, and tells nothing of it.</summary>
internal static class NameUuid
{
    public static Guid Of(ReadOnlySpan<byte> space, string name)
    {
        // Version 5 is defined over SHA-1; nothing rests on its strength.
#pragma warning disable CA5350
        var hash = SHA1.HashData([.. space, .. Encoding.UTF8.GetBytes(name)]);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new(hash.AsSpan(0, 16), bigEndian: true);
    }
}
