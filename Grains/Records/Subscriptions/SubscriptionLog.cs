using Microsoft.Extensions.Logging;

namespace Portal.Grains.Records.Subscriptions;

internal static partial class SubscriptionLog
{
    [LoggerMessage(621, LogLevel.Warning, "A notice of a subscription could not be made ({Failure}).")]
    public static partial void NoticeFailed(ILogger log, string failure);
}
