namespace Portal.Silo.Storage;

public enum SqliteDurability
{
    /// <summary>A commit has reached the disk when it is acknowledged.</summary>
    Full,

    /// <summary>A power cut may undo the last commits; a crash of the process may not.</summary>
    Normal,
}

public sealed record SqliteSettings
{
    public SqliteDurability Durability { get; init; } = SqliteDurability.Full;

    /// <summary>How long a statement waits for another connection's lock before it fails.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
