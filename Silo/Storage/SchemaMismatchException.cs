namespace Portal.Silo.Storage;

public sealed class SchemaMismatchException(SchemaStanding standing) : Exception(Explain(standing))
{
    public SchemaStanding Standing { get; } = standing;

    private static string Explain(SchemaStanding standing)
    {
        var differing = string.Join(", ", standing.Differing);
        return standing.State switch
        {
            SchemaState.Older =>
                $"The database schema is at {standing.Database} and this program needs {standing.Program} (missing: {differing}). " +
                "Run: dotnet run --project Silo -- migrate",
            SchemaState.Newer =>
                $"The database schema is at {standing.Database} and this program knows {standing.Program} (unknown: {differing}). " +
                "This program is older than the database; use the newer release.",
            SchemaState.Changed =>
                $"The text of {differing} was changed after this database had it. A released migration never changes: add a new one. " +
                "Before the first release: delete the data folder, or drop and create the PostgreSQL database, and start again.",
            _ => "The database schema is current.",
        };
    }
}
