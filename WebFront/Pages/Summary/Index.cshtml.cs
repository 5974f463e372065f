using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Live;
using Portal.WebFront.Look;
using Portal.WebFront.Records.Ccd;

namespace Portal.WebFront.Pages.Summary;

public sealed class IndexModel(IGrainFactory grains, CcdKeeper keeper, SeenEditions seen, LiveTokens tokens, TimeProvider time, PageFrame frame)
    : SummaryPage(grains, keeper, time, frame)
{
    /// <summary>What the post before this page has done.</summary>
    [TempData]
    public string? Note { get; set; }

    /// <summary>None while the practice has no record of the patient.</summary>
    public CcdView? Shown { get; private set; }

    /// <summary>What is known of the person, and who may see it: the page goes when the right to it has ended.</summary>
    public string Topics => $"{tokens.For(Practice, LiveTopic.Record(Person.Id))} {tokens.For(Practice, LiveTopic.Patient(Person.Id))}";

    public async Task<IActionResult> OnGetAsync()
    {
        if (!await Load())
            return NotFound();
        if (await Document() is not { } document)
            return Page();
        Shown = CcdView.Of(document);
        // An open page that fetches the same edition again shows nothing new.
        if (!Request.IsFragment() || !seen.Knows(Practice, Caller.UserId, Person.Id, document.Edition.Version))
        {
            await Grain<IRecordCopyGrain>(RequestIds.New()).View(new(Person.Id, document.Edition.Version, RecordCopyForm.Page));
            seen.Note(Practice, Caller.UserId, Person.Id, document.Edition.Version);
        }

        return Page();
    }
}
