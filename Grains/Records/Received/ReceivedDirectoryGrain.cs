using System.Collections.Immutable;
using System.Globalization;
using Orleans.Concurrency;
using Portal.Grains.Audit;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records.Received;

[StatelessWorker, GrainType("received-directory")]
public sealed class ReceivedDirectoryGrain(DocumentQueries queries) : Grain, IReceivedDirectoryGrain
{
    private const int Most = 50;

    public Task<ImmutableArray<ReceivedRow>> OfPatient(string patientId)
    {
        AuditedCall.About([patientId]);
        return Rows(patientId);
    }

    private Task<ImmutableArray<ReceivedRow>> Rows(string patientId) => queries.List(
        """
        select id, received_at, source, status, added, title, made, file_name, sha256 from received_document_index
        where practice = @practice and patient_id = @patient
        order by received_at desc, id desc
        limit @limit
        """,
        row => new ReceivedRow(
            row.GetString(0),
            DateTimeOffset.Parse(row.GetString(1), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            row.GetString(2),
            Enum.Parse<ReceivedStatus>(row.GetString(3)),
            row.GetInt32(4))
        {
            Title = row.GetString(5),
            Made = row.GetString(6),
            FileName = row.GetString(7),
            Sha256 = row.GetString(8),
        },
        ("practice", GrainKey.Parse(this.GetPrimaryKeyString()).Practice),
        ("patient", patientId),
        ("limit", Most));
}
