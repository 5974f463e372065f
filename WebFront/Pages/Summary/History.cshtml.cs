using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Live;
using Portal.WebFront.Look;
using Portal.WebFront.Records.Ccd;

namespace Portal.WebFront.Pages.Summary;

public sealed class HistoryModel(IGrainFactory grains, CcdKeeper keeper, LiveTokens tokens, TimeProvider time, PageFrame frame)
    : SummaryPage(grains, keeper, time, frame)
{
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public RecordCopyPage History { get; private set; } = null!;

    /// <summary>What became of it, and who may see it: the page goes when the right to it has ended.</summary>
    public string Topics => $"{tokens.For(Practice, LiveTopic.Copies(Person.Id))} {tokens.For(Practice, LiveTopic.Patient(Person.Id))}";

    public string? OlderHref => History.Next is { } next ? $"{BasePath}/history?after={Uri.EscapeDataString(next)}" : null;

    public string? NewestHref => After is null ? null : $"{BasePath}/history";

    public async Task<IActionResult> OnGetAsync()
    {
        if (!await Load()
            || await Grain<IRecordCopyDirectoryGrain>(IRecordCopyDirectoryGrain.Id).History(new(Person.Id, After)) is not { } history)
        {
            return NotFound();
        }

        History = history;
        return Page();
    }
}
