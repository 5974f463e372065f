using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Live;
using Portal.WebFront.Look;
using Portal.WebFront.Records.Ccd;
using Portal.WebFront.Records.Ccd.Received;

namespace Portal.WebFront.Pages.Staff.Patients;

/// <summary>A patient's health summary for the staff, what became of it, and documents that other offices sent.</summary>
[RequestSizeLimit(Limit)]
[RequestFormLimits(MultipartBodyLengthLimit = Limit)]
public sealed class SummaryModel(IGrainFactory grains, CcdKeeper keeper, SeenEditions seen, ReceivedIntake intake, LiveTokens tokens, TimeProvider time, PageFrame frame)
    : RecordPage(grains, time, frame)
{
    /// <summary>The file and a little for the rest of the form.</summary>
    private const int Limit = ReceivedIntake.Largest + (256 * 1024);

    [BindProperty]
    public IFormFile? Data { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public CcdView? Shown { get; private set; }

    public RecordCopyPage History { get; private set; } = null!;

    public ImmutableArray<ReceivedRow> Received { get; private set; } = [];

    public string RecordTopic => tokens.For(Practice, LiveTopic.Record(PatientId));

    public string HistoryTopic => tokens.For(Practice, LiveTopic.Copies(PatientId));

    public string BasePath => $"{PatientPath}/summary";

    public string? OlderHref => History.Next is { } next ? $"{BasePath}?after={Uri.EscapeDataString(next)}#history" : null;

    public string? NewestHref => After is null ? null : $"{BasePath}#history";

    public async Task<IActionResult> OnGetAsync()
    {
        if (!await Load())
            return NotFound();
        await Fill();
        return Page();
    }

    /// <summary>Takes a document of another office in.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellation)
    {
        if (!await Load())
            return NotFound();
        var taken = await intake.Take(Data, cancellation);
        if (taken.Succeeded)
        {
            var file = taken.Value;
            var received = await Grain<IReceivedDocumentGrain>(RequestId).Receive(
                new(PatientId, file.Id, file.Name, file.Size, file.Sha256, file.Source, file.Title, file.Made));
            if (received.Succeeded)
                return Redirect($"{PatientPath}/received/{RequestId}");
            await intake.Forget(file, cancellation);
            Show(received.Problems);
        }
        else
        {
            Show(taken.Problems);
        }

        await Fill();
        return Page();
    }

    /// <summary>Older pages of the history come without the document: who sees it is noted each time.</summary>
    private async Task Fill()
    {
        if (After is null && await keeper.Current(Practice, PatientId) is { } document)
        {
            Shown = CcdView.Of(document);
            // An open page that fetches the same edition again shows nothing new.
            if (!Request.IsFragment() || !seen.Knows(Practice, Caller.UserId, PatientId, document.Edition.Version))
            {
                await Grain<IRecordCopyGrain>(RequestIds.New()).View(new(PatientId, document.Edition.Version, RecordCopyForm.Page));
                seen.Note(Practice, Caller.UserId, PatientId, document.Edition.Version);
            }
        }

        History = await Grain<IRecordCopyDirectoryGrain>(IRecordCopyDirectoryGrain.Id).History(new(PatientId, After, 20))
            ?? throw new InvalidOperationException("Staff may see every patient.");
        Received = await Grain<IReceivedDirectoryGrain>(IReceivedDirectoryGrain.Id).OfPatient(PatientId);
    }
}
