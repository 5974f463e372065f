using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Webmail;
using Portal.WebFront.Documents;
using Portal.WebFront.Webmail;

namespace Portal.WebFront.Pages.Webmail;

public sealed class FileModel(IGrainFactory grains, IBlobStore blobs) : PortalPage(grains)
{
    public async Task<IActionResult> OnGetAsync(string conversation, string file, CancellationToken cancellation) =>
        await AttachmentResult.Of(await Grain<IConversationGrain>(conversation).Attachment(file), blobs, Response, cancellation);
}
