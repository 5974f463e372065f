using System.Collections.Immutable;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Documents;
using Portal.WebFront.Look;
using Portal.WebFront.Records;

namespace Portal.WebFront.Pages.Staff.Import;

[RequestSizeLimit(Limit)]
[RequestFormLimits(MultipartBodyLengthLimit = Limit)]
public sealed class IndexModel(IGrainFactory grains, ImportIntake intake, TimeProvider time, PageFrame frame)
    : ImportPage(grains, time, frame)
{
    /// <summary>The file and a little for the rest of the form.</summary>
    private const int Limit = ImportLimits.Bytes + (1024 * 1024);

    [BindProperty]
    public IFormFile? Data { get; set; }

    public ImmutableArray<ImportRow> Recent { get; private set; } = [];

    public async Task OnGetAsync() => await Load();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        DemandAdministrator();
        if (Data is null or { Length: 0 })
            return await Again("Choose a file that is not empty.");
        if (Data.Length > ImportLimits.Bytes)
            return await Again($"The file may be {ImportLimits.Bytes / 1024 / 1024} MB at most. Split it and import the parts.");
        // The same form again, while the first is still coming in or after its answer was lost. One that was given up is no import.
        var begun = await Grain<IImportGrain>(RequestId).View();
        if (begun is { Status: not ImportStatus.Dropped })
            return Report(RequestId);
        var from = new IntakeFrom(Practice, begun is null ? RequestId : RequestIds.New(), ImportSource.Staff, $"{Request.Scheme}://{Request.Host}/{Practice}/fhir/R4", FileContent.SafeName(Data.FileName));
        await using var body = Data.OpenReadStream();
        if (await IsOfAnotherKind(body, cancellation))
            return await Again(
                "This is no file of FHIR data in JSON. A health summary of another office (C-CDA, .xml) goes to the page of its patient: Patients, Health summary. Pictures and PDF files go into a message.");
        var taken = Path.GetExtension(Data.FileName).ToLowerInvariant() is ".ndjson" or ".jsonl"
            ? await intake.TakeLines(from, body, cancellation)
            : await intake.TakeBundle(from, body, cancellation);
        return taken.Succeeded || taken.Problems[0].Code is "import.begun"
            ? Report(from.ImportId)
            : await Again(taken.Problems[0].Message);
    }

    /// <summary>Told before it is read as JSON, which could only say that it is none: XML and files that are no text begin otherwise.</summary>
    private static async Task<bool> IsOfAnotherKind(Stream body, CancellationToken cancellation)
    {
        var head = new byte[64];
        var read = await body.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellation);
        body.Position = 0;
        var text = Encoding.UTF8.GetString(head, 0, read).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return text is ['<' or '%', ..] || text.Contains('\0', StringComparison.Ordinal);
    }

    private RedirectResult Report(string importId) => Redirect($"{BasePath}/{importId}");

    private async Task<IActionResult> Again(string message)
    {
        Show([new("import.file", message)]);
        await Load();
        return Page();
    }

    private async Task Load()
    {
        await LoadFrame();
        Recent = await Grain<IImportDirectoryGrain>(IImportDirectoryGrain.Id).Recent();
    }
}
