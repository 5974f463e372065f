using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records.Copies;

/// <summary>One time that a summary was looked at, taken or sent; written once, and again when a sent one is on its way.</summary>
public sealed record RecordCopyState : DocumentState
{
    public const string GrainName = "record_copy";

    public string PatientId { get; init; } = "";
    public RecordCopyKind Kind { get; init; }
    public RecordCopyForm Form { get; init; }
    public int Edition { get; init; }
    public DateTimeOffset At { get; init; }
    public string ByUserId { get; init; } = "";
    public string ByName { get; init; } = "";
    public RecordCopyRole ByRole { get; init; }
    public string To { get; init; } = "";

    /// <summary>The stored file that was sent; it stays, as what was told to whom.</summary>
    public string FileId { get; init; } = "";
    public string FileName { get; init; } = "";
    public string MediaType { get; init; } = "";
}
