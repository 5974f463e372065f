using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Orleans.Concurrency;
using Portal.Grains.Audit;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records.Copies;

[StatelessWorker, GrainType("record-copy-directory")]
public sealed class RecordCopyDirectoryGrain(DocumentQueries queries, IGrainFactory grains) : Grain, IRecordCopyDirectoryGrain
{
    private const int LargestPage = 100;
    private const char Between = '~';

    private string Practice => GrainKey.Parse(this.GetPrimaryKeyString()).Practice;

    public async Task<RecordCopyPage?> History(RecordCopyQuery query)
    {
        AuditedCall.About([query.PatientId]);
        if (!await MaySee(query.PatientId))
            return null;
        var size = Math.Clamp(query.Size, 1, LargestPage);
        var (at, id) = Read(query.After);
        var entries = await queries.List(
            """
            select id, at, kind, form, edition, by_name, by_role, sent_to, owed, parked from record_copy_index
            where practice = @practice and patient_id = @patient and (@id = '' or (at, id) < (@at, @id))
            order by at desc, id desc
            limit @limit
            """,
            Entry,
            ("practice", Practice), ("patient", query.PatientId), ("at", at), ("id", id), ("limit", size + 1));
        var counts = await Counts(query.PatientId);
        var page = entries.Length > size ? entries[..size] : entries;
        return new(
            page,
            counts.GetValueOrDefault(RecordCopyKind.View),
            counts.GetValueOrDefault(RecordCopyKind.Download),
            counts.GetValueOrDefault(RecordCopyKind.Email) + counts.GetValueOrDefault(RecordCopyKind.Direct),
            entries.Length > size ? $"{DocumentJson.TextOf(page[^1].At)}{Between}{page[^1].Id}" : null);
    }

    private async Task<Dictionary<RecordCopyKind, int>> Counts(string patientId) => (await queries.List(
        "select kind, count(*) from record_copy_index where practice = @practice and patient_id = @patient group by kind",
        row => (Kind: Enum.Parse<RecordCopyKind>(row.GetString(0)), Count: (int)row.GetInt64(1)),
        ("practice", Practice), ("patient", patientId))).ToDictionary(row => row.Kind, row => row.Count);

    private async Task<bool> MaySee(string patientId)
    {
        var caller = CallerScope.Required;
        if (!GrainKey.TryParse($"{Practice}/{patientId}", out var key))
            return false;
        return caller.Is(~Audience.Patient)
            || (caller.PatientId is { } viewer && await grains.GetGrain<IPatientGrain>(key.ToString()).MayBeSeenBy(viewer))
            || AuditedCall.Refuse();
    }

    private static RecordCopyEntry Entry(DbDataReader row) => new(
        row.GetString(0),
        DateTimeOffset.Parse(row.GetString(1), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        Enum.Parse<RecordCopyKind>(row.GetString(2)),
        Enum.Parse<RecordCopyForm>(row.GetString(3)),
        row.GetInt32(4),
        row.GetString(5),
        Enum.Parse<RecordCopyRole>(row.GetString(6)),
        row.GetString(7),
        row.GetInt32(9) != 0 ? RecordCopyStanding.Failed : row.GetInt32(8) != 0 ? RecordCopyStanding.Underway : RecordCopyStanding.Done);

    private static (string At, string Id) Read(string? cursor)
    {
        var at = cursor?.IndexOf(Between, StringComparison.Ordinal) ?? -1;
        return at < 0 ? ("", "") : (cursor![..at], cursor[(at + 1)..]);
    }
}
