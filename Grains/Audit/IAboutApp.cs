namespace Portal.Grains.Audit;

/// <summary>A grain that knows which app its calls concern where no app makes them, for the audit trail.</summary>
public interface IAboutApp
{
    /// <summary>The app's id; none while there is none. Read right after a call, so it must be at hand.</summary>
    string? AboutApp { get; }
}
