using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records.Reflection;

/// <summary>Who pays for a patient or may act for the patient.</summary>
/// <param name="PatientId">The relative's own patient record.</param>
/// <param name="Pays">Whether the relative is the guarantor.</param>
/// <param name="Kind">In which capacity the relative acts, if so.</param>
public sealed record Relative(string PatientId, bool Pays, RepresentativeKind? Kind);

/// <summary>The family as the portal knows it, written into FHIR RelatedPersons of the patient's record.</summary>
public static class RelativeReflection
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

    /// <summary>What the resource says when it is read; none when it has ended, or says nothing that gives rights. Read as an import reads it.</summary>
    /// <param name="resource">The RelatedPerson.</param>
    /// <param name="relativeId">The relative's own patient record.</param>
    /// <param name="at">When it is read: a period may end later.</param>
    /// <param name="zone">The practice's clock.</param>
    public static Relative? Said(JsonObject resource, string relativeId, DateTimeOffset at, TimeZoneInfo zone)
    {
        var ended = (resource["active"] is JsonValue active && active.TryGetValue<bool>(out var isActive) && !isActive)
            || (resource["period"] is JsonObject period && PeriodEnd.IsOver(Elements.Of(period, "end"), at, zone));
        if (ended)
            return null;
        var told = Told(resource).ToArray();
        if (told.Length > 0)
        {
            return new(relativeId, told.Contains(RelationCodes.Pays), told.Contains(RelationCodes.Guardian) ? RepresentativeKind.Guardian
                : told.Contains(RelationCodes.Responsible) ? RepresentativeKind.ResponsibleParty
                : null);
        }

        return SaidByCodes(resource) is (var pays, var acts) && (pays || acts is not null) ? new(relativeId, pays, acts) : null;
    }

    /// <summary>
    /// Tells what the relative is: exactly by the portal's extension, and by codes for others. How else one that came from
    /// elsewhere is related stays.
    /// </summary>
    /// <param name="resource">The RelatedPerson.</param>
    /// <param name="relative">What the relative is; none when nothing any more.</param>
    public static void Apply(JsonObject resource, Relative? relative)
    {
        Untell(resource);
        resource["active"] = relative is not null || IsOtherwiseRelated(resource);
        if (relative is null)
            return;
        if (resource["period"] is JsonObject period)
        {
            period.Remove("end");
            if (period.Count == 0)
                resource.Remove("period");
        }

        if (relative.Kind is { } kind)
        {
            var isGuardian = kind is RepresentativeKind.Guardian;
            Tell(resource, isGuardian ? _guardian : _responsible, isGuardian ? RelationCodes.Guardian : RelationCodes.Responsible);
        }

        if (relative.Pays)
            Tell(resource, _payer, RelationCodes.Pays);
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

    private static IEnumerable<string> Told(JsonObject resource) => Extensions(resource).Select(extension => Elements.Of(extension, "valueCode"));

    private static IEnumerable<JsonObject> Extensions(JsonObject resource) =>
        (resource["extension"] as JsonArray ?? []).OfType<JsonObject>().Where(extension => Elements.Of(extension, "url") == RelationCodes.Extension);

    private static IEnumerable<JsonObject> Codings(JsonObject resource) =>
        (resource["relationship"] as JsonArray ?? []).OfType<JsonObject>()
            .SelectMany(relationship => relationship["coding"] as JsonArray ?? []).OfType<JsonObject>();

    private static (bool Pays, RepresentativeKind? Acts) SaidByCodes(JsonObject resource) =>
        RelationCodes.Of([.. Codings(resource).Select(coding => Elements.Of(coding, "code"))]);

    /// <summary>Whoever acts no longer may still be whom to call. What gives rights by its old word has ended with them.</summary>
    private static bool IsOtherwiseRelated(JsonObject resource) =>
        resource["active"]?.GetValueKind() is not JsonValueKind.False && Codings(resource).Any() && SaidByCodes(resource) is (false, null);

    /// <summary>Takes away what the portal says, and nothing else.</summary>
    private static void Untell(JsonObject resource)
    {
        foreach (var extension in Extensions(resource).ToList())
            resource["extension"]!.AsArray().Remove(extension);
        Elements.DropEmpty(resource, "extension");
        var ours = (resource["relationship"] as JsonArray ?? []).OfType<JsonObject>()
            .Where(relationship => relationship["coding"] is JsonArray { Count: 1 } codings && codings[0] is JsonObject coding && IsOurs(coding))
            .ToList();
        foreach (var relationship in ours)
            resource["relationship"]!.AsArray().Remove(relationship);
        Elements.DropEmpty(resource, "relationship");
    }

    private static bool IsOurs(JsonObject coding) => new[] { _guardian, _responsible, _payer }
        .Any(role => Elements.Of(coding, "system") == role.System && Elements.Of(coding, "code") == role.Code);

    private static void Tell(JsonObject resource, (string System, string Code, string Display) role, string word)
    {
        Elements.List(resource, "extension").Add(new JsonObject { ["url"] = RelationCodes.Extension, ["valueCode"] = word });
        Elements.List(resource, "relationship").Add(new JsonObject
        {
            ["coding"] = new JsonArray(new JsonObject { ["system"] = role.System, ["code"] = role.Code, ["display"] = role.Display }),
        });
    }
}
