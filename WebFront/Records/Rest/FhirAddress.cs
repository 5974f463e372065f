namespace Portal.WebFront.Records.Rest;

/// <summary>The FHIR address of a practice, as the caller wrote it.</summary>
internal static class FhirAddress
{
    public static string Of(HttpContext context, string practice) => $"{context.Request.Scheme}://{context.Request.Host}/{practice}/fhir/R4";
}
