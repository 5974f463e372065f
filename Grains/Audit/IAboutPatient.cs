namespace Portal.Grains.Audit;

/// <summary>A grain that knows which patient its calls concern, for the audit trail.</summary>
public interface IAboutPatient
{
    /// <summary>The patient's id; none while there is none. Read right after a call, so it must be at hand.</summary>
    string? AboutPatient { get; }
}
