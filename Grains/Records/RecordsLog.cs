using Microsoft.Extensions.Logging;

namespace Portal.Grains.Records;

internal static partial class RecordsLog
{
    [LoggerMessage(301, LogLevel.Warning, "A step of import {Import} failed ({Failure}); it is taken again.")]
    public static partial void StepFailed(ILogger log, string import, string failure);
}
