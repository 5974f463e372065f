using Microsoft.Extensions.Logging;

namespace Portal.Grains.Records;

internal static partial class RecordsLog
{
    [LoggerMessage(301, LogLevel.Warning, "A step of import {Import} failed ({Failure}); it is taken again.")]
    public static partial void StepFailed(ILogger log, string import, string failure);

    [LoggerMessage(302, LogLevel.Warning, "A {Type} of practice {Practice} is not written into a record: another patient's has its id.")]
    public static partial void ReflectedElsewhere(ILogger log, string type, string practice);
}
