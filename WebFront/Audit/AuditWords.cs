using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Audit;

namespace Portal.WebFront.Audit;

/// <summary>The audit trail in plain words.</summary>
public static class AuditWords
{
    private static readonly Dictionary<string, string> _features = new(StringComparer.Ordinal)
    {
        ["access"] = "Online access",
        ["app"] = "App",
        ["audit"] = "Audit trail",
        ["delivery"] = "Delivery",
        ["import"] = "Import",
        ["patient"] = "Patient",
        ["practice"] = "Practice",
        ["received"] = "Document of another office",
        ["record"] = "Health record",
        ["scheduling"] = "Appointments",
        ["summary"] = "Health summary",
        ["visit"] = "Visit",
        ["webmail"] = "Messages",
    };

    /// <summary>"Patient: view".</summary>
    public static string Act(string action)
    {
        var dot = action.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
            return action;
        var feature = _features.GetValueOrDefault(action[..dot]) ?? Capital(action[..dot]);
        return $"{feature}: {action[(dot + 1)..].Replace('_', ' ')}";
    }

    public static (string Text, string? Tone, string Icon) Outcome(AuditOutcome outcome) => outcome switch
    {
        AuditOutcome.Done => ("Done", "good", "circle-check"),
        AuditOutcome.Declined => ("Not possible", "warn", "info"),
        AuditOutcome.Nothing => ("Nothing to show", null, "circle-dashed"),
        AuditOutcome.Refused => ("Refused", "bad", "ban"),
        _ => ("Failed", "bad", "triangle-alert"),
    };

    public static string Check(AuditCheck check) => check.Fault switch
    {
        null => $"The chain is whole: {check.Entries} entries, none altered and none missing.",
        { Kind: AuditFaultKind.Altered } fault => $"Entry {fault.Number} was altered. The {check.Entries} entries before it are in order.",
        { Kind: AuditFaultKind.Missing } fault => $"Entry {fault.Number} is missing. The {check.Entries} entries before it are in order.",
        { Kind: AuditFaultKind.CutOff } fault => $"The trail was cut off: entry {fault.Number} and later ones are missing.",
        { } fault => $"The end mark of the trail was taken away before entry {fault.Number}: entries before it may be missing.",
    };

    /// <summary>Who acts without being a person of the practice.</summary>
    public static string Unnamed(AuditEntry entry) => entry switch
    {
        { ActorId: not "" } => entry.ActorId,
        { Roles: Audience.System } => "The portal itself",
        { Roles: Audience.Integrator } => "A connected program",
        _ => "Somebody not signed in",
    };

    private static string Capital(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];
}
