using Portal.Grains.Interfaces.Records;

namespace Portal.WebFront.Records.Ccd;

/// <summary>What became of a summary, in words.</summary>
public sealed record CopyHistory(RecordCopyPage Page, DateTimeOffset Now, TimeZoneInfo Zone)
{
    public static string Counted(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{count} {many}";

    public static string What(RecordCopyEntry entry) => (entry.Kind, entry.Form) switch
    {
        (RecordCopyKind.View, _) => "Seen",
        (RecordCopyKind.Download, RecordCopyForm.Pdf) => "Downloaded as PDF",
        (RecordCopyKind.Download, RecordCopyForm.Fhir) => "Downloaded for an app",
        (RecordCopyKind.Download, _) => "Downloaded as zip",
        (RecordCopyKind.Email, _) => "Sent by e-mail",
        _ => "Sent by Direct",
    };

    public static string Role(RecordCopyRole role) => role switch
    {
        RecordCopyRole.Representative => "representative",
        RecordCopyRole.Staff => "the practice",
        _ => "",
    };

    public static (string Words, string Tone, string Icon)? Standing(RecordCopyEntry entry) => entry switch
    {
        { Kind: RecordCopyKind.View or RecordCopyKind.Download } => null,
        { Standing: RecordCopyStanding.Failed } => ("Could not be sent", "bad", "circle-x"),
        { Standing: RecordCopyStanding.Underway } => ("On its way", "info", "clock"),
        _ => ("Handed over", "good", "circle-check"),
    };
}
