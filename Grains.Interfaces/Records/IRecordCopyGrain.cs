using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Interfaces.Records;

/// <summary>
/// One time that a patient's health summary was looked at, taken or sent. Key: <c>{practice}/{copyId}</c>, where the id
/// is the request's, so that a repeated submit is the same copy.
/// </summary>
[Alias("portal.records.IRecordCopyGrain")]
public interface IRecordCopyGrain : IGrainWithStringKey
{
    /// <summary>Notes that the summary was shown.</summary>
    [Alias("View"), AllowedFor(Audience.Person), Audited("summary.view")]
    Task<Result<Done>> View(RecordCopy copy);

    /// <summary>Notes that the summary was taken as a file.</summary>
    [Alias("Download"), AllowedFor(Audience.Person), Audited("summary.download")]
    Task<Result<Done>> Download(RecordCopy copy);

    /// <summary>Sends the summary to somebody. It leaves by the outbox: what was taken on is sent, or shown to staff.</summary>
    [Alias("Send"), AllowedFor(Audience.Person), Audited("summary.send")]
    Task<Result<Done>> Send(SendRecordCopy command);
}

/// <summary>Finds the copies of a record. Key: <c>{practice}/record-copies</c>. Stateless: it reads the rows.</summary>
[Alias("portal.records.IRecordCopyDirectoryGrain")]
public interface IRecordCopyDirectoryGrain : IGrainWithStringKey
{
    /// <summary>The id part of the key.</summary>
    const string Id = "record-copies";

    /// <summary>
    /// A page of what became of a patient's summary, the latest first, with counts over all; none when the caller may
    /// not see the patient.
    /// </summary>
    [Alias("History"), AllowedFor(Audience.Person | Audience.System), Audited("summary.history", OncePerPage = true)]
    Task<RecordCopyPage?> History(RecordCopyQuery query);
}
