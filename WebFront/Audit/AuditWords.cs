using System.Collections.Frozen;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Audit;

namespace Portal.WebFront.Audit;

/// <summary>The audit trail in plain words.</summary>
public static class AuditWords
{
    private static readonly FrozenDictionary<string, string> _acts = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["access.generate"] = "Give a new one-time password",
        ["access.password"] = "Choose a password",
        ["access.provide"] = "Give online access",
        ["access.provision"] = "Give a member of the staff a sign-in",
        ["access.refused"] = "Ask for something without the right to it",
        ["access.remove"] = "Take online access away",
        ["access.sign_in"] = "Sign in",
        ["access.sign_out"] = "Sign out",
        ["access.sign_out_everywhere"] = "Sign out in every browser",
        ["access.username"] = "Change the user name",
        ["app.connect"] = "Connect an app",
        ["app.disconnect"] = "Disconnect an app",
        ["app.save"] = "Register or change an app",
        ["app.stop"] = "Stop an app, or allow it again",
        ["appointment.ask"] = "Ask to confirm a visit",
        ["appointment.break"] = "Note a visit as missed or cancelled",
        ["appointment.callback"] = "Ask for a call about a visit",
        ["appointment.complete"] = "Note a visit as completed",
        ["appointment.confirm"] = "Confirm a visit",
        ["appointment.day"] = "Read a day of the book",
        ["appointment.import"] = "Take a visit over from another system",
        ["appointment.list"] = "Read a list of visits",
        ["appointment.move"] = "Move a visit",
        ["appointment.schedule"] = "Book a visit",
        ["appointment.set_confirmation"] = "Note where a confirmation stands",
        ["appointment.unschedule"] = "Take a visit out of the book",
        ["appointment.view"] = "Read a visit",
        ["audit.head_lost"] = "The end mark of the trail was gone",
        ["audit.read"] = "Read the audit trail",
        ["audit.verify"] = "Check the audit trail",
        ["daybook.block"] = "Block time in the book",
        ["daybook.unblock"] = "Open blocked time again",
        ["delivery.retry"] = "Try a delivery again",
        ["export.begin"] = "Begin an export of records",
        ["export.cancel"] = "Give up an export of records",
        ["export.group"] = "Hand out the records of a provider's patients in an export",
        ["export.patients"] = "Hand out the records of all patients in an export",
        ["export.read"] = "Fetch a file of an export",
        ["import.open"] = "Send data for an import",
        ["import.start"] = "Begin an import",
        ["patient.family"] = "Read who belongs to a family",
        ["patient.match"] = "Ask which patient somebody is",
        ["patient.preferences"] = "Change the choice of notices",
        ["patient.save"] = "Add or change a patient",
        ["patient.search"] = "Search for patients",
        ["patient.view"] = "Read a patient's data",
        ["practice.policies"] = "Change the policies",
        ["practice.save"] = "Change the practice's settings",
        ["received.list"] = "Read a list of documents of other offices",
        ["received.receive"] = "Take in a document of another office",
        ["received.refuse"] = "Find a document of another office to be about somebody else",
        ["received.take"] = "Take what was chosen of a document into the health record",
        ["received.view"] = "Read a document of another office",
        ["received.withdraw"] = "Undo what was taken over from a document",
        ["record.delete"] = "Delete an entry of the health record",
        ["record.everything"] = "Read a whole health record",
        ["record.history"] = "Read earlier versions of an entry of the health record",
        ["record.list"] = "Read a list of the health record",
        ["record.notify"] = "Tell a program of a change",
        ["record.read"] = "Read an entry of the health record",
        ["record.reflect"] = "Copy what was changed here into the health record",
        ["record.search"] = "Search a health record",
        ["record.search_all"] = "Search all health records",
        ["record.store"] = "Keep an entry of the health record",
        ["record.write"] = "Write an entry of the health record",
        ["share.fetch"] = "Open the summary behind a health link",
        ["share.list"] = "Read the list of health links",
        ["share.make"] = "Make a health link",
        ["share.open"] = "Open a health link",
        ["share.revoke"] = "Take a health link back",
        ["subscription.delete"] = "End a subscription to changes",
        ["subscription.events"] = "Fetch events of a subscription to changes",
        ["subscription.save"] = "Subscribe a program to changes",
        ["summary.download"] = "Download a health summary",
        ["summary.history"] = "Read who had a health summary",
        ["summary.send"] = "Send a health summary",
        ["summary.view"] = "Read a health summary",
        ["webmail.archive"] = "Put a conversation away, or back",
        ["webmail.assign"] = "Give a conversation to somebody",
        ["webmail.attachment"] = "Open a file of a message",
        ["webmail.done"] = "Note a conversation as done, or open it again",
        ["webmail.import"] = "Take messages over from another system",
        ["webmail.list"] = "Read a list of messages",
        ["webmail.mark_unread"] = "Mark a conversation as unread",
        ["webmail.note"] = "Keep an internal note",
        ["webmail.send"] = "Send a message",
        ["webmail.view"] = "Read a conversation",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>"Read a patient's data": what was done or tried, beside who and how it ended. An entry of a later version keeps its code.</summary>
    public static string Act(string action) => _acts.GetValueOrDefault(action, action);

    /// <summary>Whom it concerns, when that is no single patient.</summary>
    public static string Concerned(AuditEntry entry) => entry.Action switch
    {
        AuditAction.ExportedAll => "All patients",
        AuditAction.ExportedGroup => "A provider's patients",
        _ => "None",
    };

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
}
