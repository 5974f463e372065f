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
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json.GetRawText()), _strictly);
        if (_deserializer.TryDeserializeResource(ref reader, out var resource, out var issues))
            return (resource, []);
        var problems = issues.Where(issue => !IsOddId(issue)).Select(issue => FhirFaults.Describe(issue, place)).ToImmutableArray();
        return problems.IsEmpty ? (resource, []) : (null, problems);
    }

    /// <summary>Ids beyond FHIR's rule are taken, under an id made from them.</summary>
    private static bool IsOddId(CodedException issue) =>
        issue.ErrorCode is FhirFaults.BadValue
        && issue is ExtendedCodedException { InstancePath: { } path }
        && path.Count(c => c == '.') == 1 && path.EndsWith(".id", StringComparison.Ordinal);
}
