namespace Portal.WebFront.Records.Rest;

/// <summary>The limits of requests to a FHIR address; those of imports are in <c>ImportLimits</c>.</summary>
public static class FhirLimits
{
    /// <summary>Bytes of one resource in a request.</summary>
    public const int ResourceBytes = 2 * 1024 * 1024;

    /// <summary>Bytes of answers after which the further entries of such a batch are refused.</summary>
    public const int BatchAnswerBytes = 32 * 1024 * 1024;

    /// <summary>Entries of a batch that does more than store.</summary>
    public const int BatchEntries = 200;
}
