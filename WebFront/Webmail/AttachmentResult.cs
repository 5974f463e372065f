using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Webmail;
using Portal.WebFront.Documents;

namespace Portal.WebFront.Webmail;

/// <summary>Sends a file so that the browser saves it and never runs it.</summary>
public static class AttachmentResult
{
    public static async Task<IActionResult> Of(
        Attachment? attachment, IBlobStore blobs, HttpResponse response, CancellationToken cancellation)
    {
        if (attachment is null || await blobs.Open(attachment.Id, cancellation) is not { } content)
            return new NotFoundResult();
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return new FileStreamResult(content, attachment.ContentType) { FileDownloadName = attachment.Name };
    }
}
