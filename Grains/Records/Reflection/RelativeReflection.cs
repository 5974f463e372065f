using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records.Reflection;

/// <summary>Who pays for a patient or may act for the patient.</summary>
/// <param name="PatientId">The relative's own patient record.</param>
/// <param name="Pays">Whether the relative is the guarantor.</param>
/// <param name="Kind">In which capacity the relative acts, if so.</param>
internal sealed record Relative(string PatientId, bool Pays, RepresentativeKind? Kind);

/// <summary>The family as the portal knows it, written into FHIR RelatedPersons of the patient's record.</summary>
internal static class RelativeReflection
{
    public const string Type = "RelatedPerson";
    private const string RoleCode = "http://terminology.hl7.org/CodeSystem/v3-RoleCode";

    private static readonly (string System, string Code, string Display) _guardian = (RoleCode, "GUARD", "guardian");
    private static readonly (string System, string Code, string Display) _responsible = (RoleCode, "RESPRSN", "responsible party");
    private static readonly (string System, string Code, string Display) _payer = ("http://terminology.hl7.org/CodeSystem/v3-RoleClass", "GUAR", "guarantor");

    /// <summary>Everybody but the patient, the one who pays first.</summary>
    public static ImmutableArray<Relative> Of(string patientId, string guarantorId, ImmutableArray<Representative> representatives)
    {
        var kinds = representatives.ToDictionary(representative => representative.PatientId, representative => representative.Kind, StringComparer.Ordinal);
        var payer = guarantorId.Length > 0 && guarantorId != patientId ? guarantorId : null;
        return
        [
            .. kinds.Keys.Prepend(payer).OfType<string>().Distinct(StringComparer.Ordinal)
                .Select(id => new Relative(id, id == payer, kinds.TryGetValue(id, out var kind) ? kind : null)),
        ];
    }

    /// <summary>The id of the one that is made here: it tells the relative and the patient, if there is room.</summary>
    public static string IdFor(string relativeId, string patientId)
    {
        var whole = $"{relativeId}.{patientId}";
        return RecordId.IsFhirId(whole) ? whole : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(whole)).AsSpan(0, 16));
    }

    public static JsonObject New(string practice, string relativeId, string patientId) => new()
    {
        ["resourceType"] = Type,
        ["meta"] = new JsonObject { ["profile"] = new JsonArray("http://hl7.org/fhir/us/core/StructureDefinition/us-core-relatedperson") },
        ["identifier"] = new JsonArray(new JsonObject { ["system"] = $"urn:portal:{practice}:patient", ["value"] = relativeId }),
        ["patient"] = Elements.Reference($"Patient/{patientId}"),
    };

    /// <summary>One that came from elsewhere keeps how it is related; it is told what it is in the portal as well.</summary>
    /// <param name="resource">The RelatedPerson.</param>
    /// <param name="relative">What the relative is; none when nothing any more.</param>
    /// <param name="isOurs">Whether it was made here.</param>
    public static void Apply(JsonObject resource, Relative? relative, bool isOurs)
    {
        resource["active"] = relative is not null;
        if (relative is null)
            return;
        resource.Remove("period");
        if (isOurs)
            resource.Remove("relationship");
        var relationships = Elements.List(resource, "relationship");
        if (relative.Kind is { } kind)
            Tell(relationships, kind is RepresentativeKind.Guardian ? _guardian : _responsible);
        if (relative.Pays)
            Tell(relationships, _payer);
        Elements.DropEmpty(resource, "relationship");
    }

    /// <summary>The name as the relative's own record has it.</summary>
    public static void Name(JsonObject resource, Demographics person)
    {
        var name = new JsonObject { ["use"] = "official" };
        Elements.Text(name, "family", person.LastName);
        if (person.FirstName.Length > 0)
            name["given"] = new JsonArray(person.FirstName);
        resource["name"] = new JsonArray(name);
    }

    private static void Tell(JsonArray relationships, (string System, string Code, string Display) role)
    {
        var isTold = relationships.OfType<JsonObject>().Any(relationship => relationship["coding"] is JsonArray codings
            && codings.OfType<JsonObject>().Any(coding => Elements.Of(coding, "code") == role.Code));
        if (!isTold)
        {
            relationships.Add(new JsonObject
            {
                ["coding"] = new JsonArray(new JsonObject { ["system"] = role.System, ["code"] = role.Code, ["display"] = role.Display }),
            });
        }
    }
}
