namespace Portal.Silo.Storage;

/// <summary>
/// The SQLite file of the apps' tokens, beside the portal's own: its writes come past the gate of the documents, and
/// would wait for them and they for it. In a cluster the same tables are the schema <c>smart</c>.
/// </summary>
public static class TokenFile
{
    private const string Name = "tokens.db";

    /// <summary>Makes the file or brings it to what the program needs.</summary>
    /// <returns>How to open it.</returns>
    public static async Task<string> Prepare(string dataFolder, ILogger logger)
    {
        await using var source = new SqliteDataSource(Path.Combine(Path.GetFullPath(dataFolder), Name), new SqliteSettings(), flushesCommits: true);
        source.SwitchToWriteAheadLog();
        await new SchemaMigrator(source, DatabaseKind.Sqlite, logger, Migration.OfTokens()).Migrate();
        return source.ConnectionString;
    }
}
