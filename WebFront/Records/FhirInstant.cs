using System.Globalization;

namespace Portal.WebFront.Records;

/// <summary>A time as FHIR writes an instant: UTC, to the millisecond, of fixed width.</summary>
internal static class FhirInstant
{
    public static string Of(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
