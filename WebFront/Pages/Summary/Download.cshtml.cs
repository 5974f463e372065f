using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Look;
using Portal.WebFront.Records.Ccd;

namespace Portal.WebFront.Pages.Summary;

public sealed class DownloadModel(IGrainFactory grains, CcdKeeper keeper, CcdFiles files, TimeProvider time, PageFrame frame)
    : SummaryPage(grains, keeper, time, frame)
{
    public async Task<IActionResult> OnGetAsync(string form)
    {
        if (!await Load() || await Document() is not { } document || await files.Of(form, document, HttpContext) is not { } file)
            return NotFound();
        await Grain<IRecordCopyGrain>(RequestIds.New()).Download(new(Person.Id, document.Edition.Version, file.Form));
        return File(file.Content, file.MediaType, file.Name);
    }
}
