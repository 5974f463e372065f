using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records.Copies;

public static class RecordCopyRules
{
    /// <summary>The kind of the outbox item that sends a copy.</summary>
    public const string Delivery = "record-copy";

    private const int LongestAddress = 254;

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
        if (!IsAddress(command.To))
            return new Problem("summary.bad_address", "Enter an e-mail address, like name@example.com.", "To");
        var noted = Note(command.Copy, command.Kind, caller, now) with
        {
            To = command.To.Trim(),
            FileId = command.FileId,
            FileName = command.FileName,
            MediaType = command.MediaType,
        };
        return Decide.Next(noted.Owe(copyId, Delivery, copyId, new RecordCopyMail(command.Kind, noted.To, command.FileId, command.FileName, command.MediaType), now), Done.Value);
    }

    private static bool IsAddress(string text)
    {
        var address = text.Trim();
        var at = address.IndexOf('@', StringComparison.Ordinal);
        return address.Length <= LongestAddress && at > 0 && at == address.LastIndexOf('@') && at < address.Length - 3
            && address.IndexOf('.', at) > at + 1 && address[^1] != '.'
            && address.All(c => c > ' ' && c is not ('"' or '<' or '>' or ',' or ';' or ':' or '(' or ')' or '[' or ']' or '\\' or '\u007f'));
    }
}

/// <summary>What goes out: the address and the file. The outbox item's payload.</summary>
public sealed record RecordCopyMail(RecordCopyKind Kind, string To, string FileId, string FileName, string MediaType);
