using Portal.Grains.Interfaces.Patients;

namespace Portal.WebFront.Patients;

/// <summary>How the state of somebody's access looks: the same words, sign and tone wherever it is shown.</summary>
public sealed record AccessLook(string Text, string? Tone, string Icon)
{
    public static AccessLook Of(OnlineAccessState state) => state switch
    {
        OnlineAccessState.Invited => new("Invited", "warn", "hourglass"),
        OnlineAccessState.Active => new("Active", "good", "circle-check"),
        OnlineAccessState.Removed => new("Removed", null, "ban"),
        _ => new("No access", null, "circle-dashed"),
    };
}
