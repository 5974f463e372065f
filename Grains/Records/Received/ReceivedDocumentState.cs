using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records.Received;

/// <summary>A clinical document that another office sent.</summary>
public sealed record ReceivedDocumentState : DocumentState
{
    public const string GrainName = "received_document";

    public string PatientId { get; init; } = "";
    public string FileId { get; init; } = "";
    public string FileName { get; init; } = "";
    public long Size { get; init; }
    public string Sha256 { get; init; } = "";
    public string Source { get; init; } = "";
    public string? Title { get; init; }
    public string? Made { get; init; }
    public DateTimeOffset ReceivedAt { get; init; }
    public string ReceivedBy { get; init; } = "";
    public ReceivedStatus Status { get; init; }
    public DateTimeOffset? ReconciledAt { get; init; }
    public string ReconciledBy { get; init; } = "";
    public int Added { get; init; }
    public int AlreadyThere { get; init; }
    public int LeftOut { get; init; }
    public bool? MadeSure { get; init; }
    public DateTimeOffset? WithdrawnAt { get; init; }
    public string? WithdrawnBy { get; init; }

    public ReceivedDocumentView ToView(string id, bool isUnderway) => new()
    {
        Id = id,
        PatientId = PatientId,
        FileId = FileId,
        FileName = FileName,
        Source = Source,
        ReceivedAt = ReceivedAt,
        ReceivedBy = ReceivedBy,
        Status = Status,
        ReconciledAt = ReconciledAt,
        ReconciledBy = ReconciledBy,
        Added = Added,
        AlreadyThere = AlreadyThere,
        LeftOut = LeftOut,
        IsUnderway = isUnderway,
        MadeSure = MadeSure is true,
        WithdrawnAt = WithdrawnAt,
        WithdrawnBy = WithdrawnBy ?? "",
        Sha256 = Sha256,
    };
}
