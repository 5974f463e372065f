using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Utility;
using Hl7.Fhir.Validation;
using Portal.Grains.Interfaces.Records;

namespace Portal.WebFront.Records;

/// <summary>
/// Reads one resource by FHIR's rules. Elements that FHIR R4 does not know are no fault: they are kept with the rest,
/// and so is a narrative that is not perfect.
/// </summary>
public static class FhirReader
{
    private const string UnknownElement = "PVAL128";
    private static readonly JsonReaderOptions _strictly = new() { MaxDepth = InputReader.Depth };

    private static readonly FhirJsonDeserializer _deserializer = new(
        new DeserializerSettings()
            .UsingMode(DeserializationMode.Strict, NarrativeValidationKind.None)
            .Ignoring([UnknownElement]));

    public static (Resource? Resource, ImmutableArray<ImportProblem> Problems) Read(JsonElement json, string place)
    {
        if (PathToNumberBeyond(json) is { } path)
            return (null, [FhirFaults.NumberBeyond(place + path)]);
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json.GetRawText()), _strictly);
        Resource? resource;
        IEnumerable<CodedException> issues;
        try
        {
            if (_deserializer.TryDeserializeResource(ref reader, out resource, out issues))
                return (resource, []);
        }
        catch (CodedException fault)
        {
            // Of some faults (an object where a list of resources belongs) the parser does not tell, but throws.
            return (null, [FhirFaults.Describe(fault, place)]);
        }

        var problems = issues.Where(issue => !IsOddId(issue)).Select(issue => FhirFaults.Describe(issue, place)).ToImmutableArray();
        return problems.IsEmpty ? (resource, []) : (null, problems);
    }

    /// <summary>No element has a number that is no decimal, and the parser takes one for a text.</summary>
    private static string? PathToNumberBeyond(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Number:
                return json.TryGetDecimal(out _) ? null : "";
            case JsonValueKind.Object:
                foreach (var property in json.EnumerateObject())
                {
                    if (PathToNumberBeyond(property.Value) is { } path)
                        return $".{property.Name}{path}";
                }

                return null;
            case JsonValueKind.Array:
                var place = 0;
                foreach (var item in json.EnumerateArray())
                {
                    if (PathToNumberBeyond(item) is { } path)
                        return $"[{place}]{path}";
                    place++;
                }

                return null;
            default:
                return null;
        }
    }

    /// <summary>Ids beyond FHIR's rule are taken, under an id made from them.</summary>
    private static bool IsOddId(CodedException issue) =>
        issue.ErrorCode is FhirFaults.BadValue
        && issue is ExtendedCodedException { InstancePath: { } path }
        && path.Count(c => c == '.') == 1 && path.EndsWith(".id", StringComparison.Ordinal);
}
