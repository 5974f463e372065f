using System.Collections.Immutable;
using System.Globalization;
using Orleans.Concurrency;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records;

[StatelessWorker, GrainType("import-directory")]
public sealed class ImportDirectoryGrain(DocumentQueries queries) : Grain, IImportDirectoryGrain
{
    private const int Most = 50;

    public Task<ImmutableArray<ImportRow>> Recent() => queries.List(
        """
        select id, opened_at, status, entries, problems, file_name, opened_by from import_index
        where practice = @practice
        order by opened_at desc, id desc
        limit @limit
        """,
        row => new ImportRow(
            row.GetString(0),
            DateTimeOffset.Parse(row.GetString(1), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            Enum.Parse<ImportStatus>(row.GetString(2)),
            row.GetInt32(3),
            row.GetInt32(4))
        {
            FileName = row.GetString(5),
            By = row.GetString(6),
        },
        ("practice", GrainKey.Parse(this.GetPrimaryKeyString()).Practice),
        ("limit", Most));
}
