using Portal.Grains.Audit;

namespace Portal.Silo.Audit;

/// <summary>Where the entries go.</summary>
public interface IAuditStore
{
    /// <summary>Appends the batch to its practice's chain, all or nothing. Trying the same batch again appends it once.</summary>
    Task Append(AuditBatch batch, CancellationToken cancellation);
}

/// <summary>Entries of one practice, in the order in which they came.</summary>
public sealed class AuditBatch(string practice, IReadOnlyList<AuditRecord> records)
{
    public string Practice => practice;

    public IReadOnlyList<AuditRecord> Records => records;

    /// <summary>
    /// Where the batch ended in the last attempt. A commit whose answer was lost may have been done: the entry with
    /// this number and hash is then there.
    /// </summary>
    public (long Number, string Hash)? Attempted { get; set; }
}
