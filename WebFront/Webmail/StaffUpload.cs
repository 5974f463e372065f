using Portal.Grains.Interfaces.Webmail;

namespace Portal.WebFront.Webmail;

/// <summary>How large a form of the staff with files may be: all attachments at their largest, and the text.</summary>
public static class StaffUpload
{
    public const long Limit = (WebmailLimits.Attachments * WebmailLimits.AttachmentBytes) + (1024 * 1024);
}
