namespace Portal.Silo.Storage;

internal static partial class StorageLog
{
    [LoggerMessage(1001, LogLevel.Information, "Applied migration {Migration} to the {Database} database")]
    public static partial void MigrationApplied(this ILogger logger, Migration migration, DatabaseKind database);
}
