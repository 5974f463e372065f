using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records.Copies;

public static class RecordCopyRules
{
    /// <summary>The kind of the outbox item that sends a copy.</summary>
    public const string Delivery = "record-copy";

    public static RecordCopyState Note(RecordCopy copy, RecordCopyKind kind, Caller caller, DateTimeOffset now) => new()
    {
        PatientId = copy.PatientId,
        Kind = kind,
        Form = copy.Form,
        Edition = copy.Edition,
        At = now,
        ByUserId = caller.UserId,
        ByName = caller.Name,
        ByRole = caller.Is(Audience.Staff) ? RecordCopyRole.Staff
            : caller.PatientId == copy.PatientId ? RecordCopyRole.Patient
            : RecordCopyRole.Representative,
    };

    public static Decision<RecordCopyState, Done> Send(SendRecordCopy command, string copyId, Caller caller, DateTimeOffset now)
    {
        if (command.Kind is not (RecordCopyKind.Email or RecordCopyKind.Direct))
            throw new ArgumentException("Not a way to send.", nameof(command));
        if (!CopyAddress.IsOne(command.To))
            return new Problem("summary.bad_address", CopyAddress.Hint, "To");
        var noted = Note(command.Copy, command.Kind, caller, now) with
        {
            To = command.To.Trim(),
            FileId = command.FileId,
            FileName = command.FileName,
            MediaType = command.MediaType,
        };
        return Decide.Next(noted.Owe(copyId, Delivery, copyId, new RecordCopyMail(command.Kind, noted.To, command.FileId, command.FileName, command.MediaType), now), Done.Value);
    }
}

/// <summary>What goes out: the address and the file. The outbox item's payload.</summary>
public sealed record RecordCopyMail(RecordCopyKind Kind, string To, string FileId, string FileName, string MediaType);
