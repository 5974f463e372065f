using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Look;

namespace Portal.WebFront.Pages.Staff.Import;

public sealed class ReportModel(IGrainFactory grains, TimeProvider time, PageFrame frame) : ImportPage(grains, time, frame)
{
    public ImportView Import { get; private set; } = null!;

    public ImmutableArray<ImportProblem> Problems { get; private set; } = [];

    /// <summary>About entries that are in.</summary>
    public ImmutableArray<ImportProblem> Warnings { get; private set; } = [];

    public int Percent => Import.Entries == 0 ? 100 : 100 * Import.EntriesDone / Import.Entries;

    /// <summary>Entries that are stored, whether or not they changed something.</summary>
    public int Taken => Import.Types.Sum(type => type.Created + type.Updated + type.Unchanged);

    public async Task<IActionResult> OnGetAsync(string id)
    {
        await LoadFrame();
        var import = Grain<IImportGrain>(id);
        if (await import.View() is not { } view)
            return NotFound();
        Import = view;
        if (view.EndedAt is not null && view.ProblemCount > 0)
            Problems = await import.Problems();
        if (view.EndedAt is not null && view.WarningCount > 0)
            Warnings = await import.Warnings();
        return Page();
    }
}
