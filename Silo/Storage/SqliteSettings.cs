namespace Portal.Silo.Storage;

public sealed record SqliteSettings
{
    /// <summary>How long a statement waits for another connection's lock before it fails.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
