namespace Portal.WebFront.Webmail;

internal static partial class MailLog
{
    [LoggerMessage(1, LogLevel.Warning, "A message got no answer, and its draft could not be kept ({Failure}).")]
    public static partial void DraftNotKept(ILogger log, string failure);
}
