using System.Text;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Records.Rest;
using Portal.WebFront.Records.Summary;

namespace Portal.WebFront.Records.Ccd;

/// <summary>A summary as a file to take along.</summary>
/// <param name="Content">The bytes.</param>
/// <param name="MediaType">Of the file.</param>
/// <param name="Name">It tells nothing of whose it is.</param>
/// <param name="Form">For the history.</param>
public sealed record CcdFile(byte[] Content, string MediaType, string Name, RecordCopyForm Form);

/// <summary>Makes the files that a summary can be taken as.</summary>
public sealed class CcdFiles(IGrainFactory grains, TimeProvider time)
{
    /// <summary>What most mail servers take.</summary>
    public const int LargestSent = 20 * 1024 * 1024;

    /// <param name="form">As in the address: <c>package</c>, <c>pdf</c> or <c>fhir</c>; none for any other.</param>
    /// <param name="document">The document.</param>
    /// <param name="context">The request, on whose behalf the FHIR summary is made.</param>
    public async Task<CcdFile?> Of(string form, KeptCcd document, HttpContext context) => form switch
    {
        "package" => Package(document),
        "pdf" => new(CcdPdf.Of(CcdView.Of(document)), "application/pdf", CcdPackage.NameOf(document.Edition, "pdf"), RecordCopyForm.Pdf),
        "fhir" => await Fhir(document.Edition, context),
        _ => null,
    };

    public static CcdFile Package(KeptCcd document) => new(
        CcdPackage.Of(document, CcdView.Of(document)), CcdPackage.MediaType, CcdPackage.NameOf(document.Edition, "zip"), RecordCopyForm.Package);

    /// <summary>The document alone, as systems exchange it.</summary>
    public static CcdFile Document(KeptCcd document) => new(document.Xml, "text/xml", CcdPackage.DocumentName, RecordCopyForm.Document);

    /// <summary>None when a letter can take it.</summary>
    public static Problem? TooLargeToSend(int bytes) => bytes <= LargestSent
        ? null
        : new("summary.too_large", $"The summary is too large to be sent: a letter takes {LargestSent / 1024 / 1024} MB. Download it and hand it over.");

    private async Task<CcdFile?> Fhir(CcdEdition edition, HttpContext context)
    {
        // Whether it may be seen was decided before, and what the person does is told; the portal reads for itself.
        using var system = CallerScope.Use(Caller.System(edition.Practice));
        if (await RecordSnapshot.Take(grains, edition.Practice, edition.PatientId) is not { } snapshot)
            return null;
        var summary = SummaryDocument.Of(
            FhirAddress.Of(context, edition.Practice), snapshot.Resources, edition.PatientId, snapshot.Practice, time.GetUtcNow());
        return new(Encoding.UTF8.GetBytes(summary.ToJsonString()), "application/fhir+json", CcdPackage.NameOf(edition, "json"), RecordCopyForm.Fhir);
    }
}
