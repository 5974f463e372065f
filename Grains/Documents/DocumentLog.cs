using Microsoft.Extensions.Logging;

namespace Portal.Grains.Documents;

internal static partial class DocumentLog
{
    [LoggerMessage(1, LogLevel.Warning, "A document of {Kind} could not be written ({Failure}); its activation is dropped.")]
    public static partial void WriteFailed(ILogger log, string kind, string failure);

    [LoggerMessage(2, LogLevel.Warning, "Delivery {Kind} failed on attempt {Attempt} ({Failure}).")]
    public static partial void DeliveryFailed(ILogger log, string kind, int attempt, string failure);
}
