namespace Portal.WebFront.Look;

/// <summary>How the state of a visit looks: the same words, sign and tone wherever it is shown.</summary>
public sealed record VisitLook(string Text, string Tone, string Icon)
{
    private static readonly Dictionary<string, VisitLook> _byState = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Scheduled"] = new("Scheduled", "brand", "calendar-days"),
        ["NotCalled"] = new("Not asked yet", "warn", "circle-dashed"),
        ["Unconfirmed"] = new("Not confirmed", "warn", "circle-help"),
        ["Asked"] = new("Asked to confirm", "warn", "circle-help"),
        ["Sent"] = new("Asked to confirm", "warn", "circle-help"),
        ["Confirmed"] = new("Confirmed", "good", "circle-check"),
        ["CallBack"] = new("Call back", "bad", "phone-call"),
        ["CallAsked"] = new("Waiting for a call", "info", "phone-call"),
        ["Failed"] = new("Could not be asked", "bad", "triangle-alert"),
        ["LeftMessage"] = new("Message left", "warn", "phone"),
        ["Arrived"] = new("Arrived", "info", "door-open"),
        ["ReadyToGoBack"] = new("Ready for the chair", "info", "armchair"),
        ["FrontDesk"] = new("At the front desk", "info", "users"),
        ["InChair"] = new("In the chair", "info", "armchair"),
        ["Complete"] = new("Completed", "done", "check"),
        ["Completed"] = new("Completed", "done", "check"),
        ["Broken"] = new("Missed", "broken", "circle-x"),
        ["Cancelled"] = new("Cancelled", "broken", "calendar-x"),
        ["Mistaken"] = new("Entered by mistake", "broken", "calendar-x"),
        ["Unscheduled"] = new("Not scheduled", "warn", "calendar-clock"),
    };

    public static IEnumerable<VisitLook> All => _byState.Values;

    public static VisitLook Of(string state) => _byState.GetValueOrDefault(state) ?? new(state, "done", "info");

    /// <summary>The tone as chips know it; "done" and "broken" are plain chips.</summary>
    public string? ChipTone => Tone is "done" or "broken" ? null : Tone;
}
