namespace Portal.Silo.Storage;

public enum SchemaState
{
    Current,

    /// <summary>The program brings migrations that the database has not had.</summary>
    Older,

    /// <summary>The database has had migrations that the program does not know.</summary>
    Newer,

    /// <summary>A migration was edited after the database had it.</summary>
    Changed,
}

/// <summary>How the schema of the database stands to the program: the highest number of each, and the migrations that differ.</summary>
public sealed record SchemaStanding(SchemaState State, int Database, int Program, IReadOnlyList<string> Differing);
