using Microsoft.Extensions.Logging;

namespace Portal.Grains.Records.Subscriptions;

internal static partial class SubscriptionLog
{
    [LoggerMessage(621, LogLevel.Warning, "A notice of a subscription could not be made ({Failure}).")]
    public static partial void NoticeFailed(ILogger log, string failure);

    [LoggerMessage(623, LogLevel.Warning, "What a subscription is to be told of could not be read ({Failure}); it is left out.")]
    public static partial void LeftOut(ILogger log, string failure);

    [LoggerMessage(624, LogLevel.Warning, "Whether anybody listens in practice {Practice} could not be asked ({Failure}); it is owed all the same.")]
    public static partial void NotAsked(ILogger log, string practice, string failure);

    [LoggerMessage(625, LogLevel.Warning, "A notice of a subscription could not be made with its resources ({Failure}); it is told without them.")]
    public static partial void WithoutResources(ILogger log, string failure);
}
