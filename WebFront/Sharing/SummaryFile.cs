using System.Security.Cryptography;
using System.Text.Json;
using Portal.WebFront.Records.Rest;
using Portal.WebFront.Records.Summary;

namespace Portal.WebFront.Sharing;

/// <summary>The summary of a patient, as it is at this moment, encrypted for one link.</summary>
public sealed class SummaryFile(IGrainFactory grains, TimeProvider time)
{
    /// <summary>None when the caller may not see the patient, or when the practice has no record of the patient.</summary>
    internal async Task<string?> Seal(HttpContext context, string practice, string patientId, LinkSecret secret)
    {
        if (await RecordSnapshot.Take(grains, practice, patientId) is not { } snapshot || snapshot.Find($"Patient/{patientId}") is null)
            return null;
        var summary = SummaryDocument.Of(
            FhirAddress.Of(context, practice), snapshot.Resources, patientId, snapshot.Practice, time.GetUtcNow());
        var key = secret.Key();
        try
        {
            return SealedFile.Of(JsonSerializer.SerializeToUtf8Bytes(summary), key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
