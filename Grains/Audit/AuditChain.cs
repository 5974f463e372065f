using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Audit;

namespace Portal.Grains.Audit;

/// <summary>An entry as it is stored: text, so that what is hashed is what is kept.</summary>
public sealed record AuditLine(
    string Practice, long Number, string At, string Actor, string Roles, string Action, string? Patient, string Target, string Outcome)
{
    public static AuditLine Of(AuditRecord record, long number) => new(
        record.Practice,
        number,
        DocumentJson.TextOf(record.At),
        record.ActorId,
        record.Roles.ToString(),
        record.Action,
        record.PatientId,
        record.Target,
        record.Outcome.ToString());

    public AuditEntry View() => new(
        Number,
        DateTimeOffset.Parse(At, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        Actor,
        Enum.TryParse<Audience>(Roles, out var roles) ? roles : Audience.None,
        Action,
        Patient,
        Target,
        Enum.TryParse<AuditOutcome>(Outcome, out var outcome) ? outcome : AuditOutcome.Failed);
}

/// <summary>Chains the entries of a practice: each hash covers its entry and the hash before.</summary>
public static class AuditChain
{
    /// <summary>Stands before the first entry.</summary>
    public static readonly string Start = new('0', 64);

    /// <summary>SHA-256 over every field with its length, so that no two entries have the same text.</summary>
    public static string Hash(AuditLine line, string previous)
    {
        var text = new StringBuilder();
        foreach (var field in new[]
        {
            previous, line.Practice, line.Number.ToString(CultureInfo.InvariantCulture), line.At, line.Actor, line.Roles, line.Action,
            line.Patient, line.Target, line.Outcome,
        })
        {
            text.Append(CultureInfo.InvariantCulture, $"{field?.Length ?? -1}:{field}\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}

/// <summary>Walks a chain, entry by entry, until the first fault.</summary>
public sealed class AuditChainCheck
{
    private string _previous = AuditChain.Start;

    /// <summary>How many entries were in order so far.</summary>
    public long Entries { get; private set; }

    public AuditFault? Take(AuditLine line, string previous, string hash)
    {
        if (line.Number != Entries + 1)
            return new(AuditFaultKind.Missing, Entries + 1);
        if (previous != _previous || hash != AuditChain.Hash(line, previous))
            return new(AuditFaultKind.Altered, line.Number);
        Entries = line.Number;
        _previous = hash;
        return line.Action == AuditAction.HeadLost ? new(AuditFaultKind.HeadLost, line.Number) : null;
    }

    /// <summary>Compares where the walk ended with the head that was read before it began.</summary>
    public AuditFault? End(long headNumber, string headHash)
    {
        if (Entries < headNumber)
            return new(AuditFaultKind.CutOff, Entries + 1);
        return _previous == headHash ? null : new(AuditFaultKind.Altered, headNumber);
    }
}
