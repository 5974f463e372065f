using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Patients;

namespace Portal.Grains.Patients;

/// <summary>Reads the views over the patients' documents.</summary>
public sealed class PatientQueries(DocumentQueries queries)
{
    private const int PeopleAtOnce = 50;
    internal const int MostRows = 100;
    private const string RowColumns = "id, last_name, first_name, birth_date, phone, email, status, access";

    /// <summary>Whom somebody may see, from the view that says what <see cref="SightRules.MaySee"/> says.</summary>
    public const string SeenBy = """
        select id, name, birth_date, primary_provider_id, user_id, guarantor_id
        from patient_sight
        where practice = @practice and viewer_id = @viewer and (reason <> 'guarantor' or @family = 1)
        order by case when id = @viewer then 0 else 1 end, last_key, first_key, id
        """;

    public async Task<PatientPage> Search(string practice, PatientSearch search)
    {
        var size = Math.Clamp(search.Size, 1, MostRows);
        var lanes = SearchPlan.For(search.Text);
        var (lane, after) = await Resume(practice, search.After, lanes);
        var rows = new List<(int Lane, PatientRow Row)>(size + 1);
        for (; lane < lanes.Length && rows.Count <= size; lane++, after = null)
        {
            foreach (var step in SearchStep.After(after).TakeWhile(_ => rows.Count <= size))
            {
                var query = SearchQuery.Of(
                    RowColumns, practice, lanes[lane], lanes[..lane], step, search.IncludeHidden, size + 1 - rows.Count);
                var found = await queries.List(query.Sql, ReadRow, query.Arguments);
                rows.AddRange(found.Select(row => (lane, row)));
            }
        }

        var page = rows.Take(size).ToArray();
        var next = rows.Count > size ? Cursor(page[^1].Lane, page[^1].Row.Id) : null;
        return new([.. page.Select(found => found.Row)], next);
    }

    public Task<ImmutableArray<PatientRow>> Family(string practice, string guarantorId) => queries.List(
        $"""
        select {RowColumns} from patient_directory
        where practice = @practice and guarantor_id = @guarantor
        order by last_key, first_key, id limit {MostRows}
        """,
        ReadRow,
        ("practice", practice),
        ("guarantor", guarantorId));

    /// <summary>The demographics of patients, but of those whose record was made by mistake.</summary>
    public async Task<ImmutableArray<(string Id, Demographics Demographics)>> People(string practice, ImmutableArray<string> ids)
    {
        var people = ImmutableArray.CreateBuilder<(string, Demographics)>();
        foreach (var some in ids.Chunk(PeopleAtOnce))
        {
            var arguments = some.Select((id, index) => ($"id{index}", (object?)GrainKey.For(practice, id)));
            people.AddRange(await queries.List(
                $"""
                select id, cast(doc -> 'demographics' as text) from grain_state
                where state = 'patient' and id in ({string.Join(", ", some.Select((_, index) => $"@id{index}"))}) and doc ->> 'status' <> 'Deleted'
                """,
                row => (GrainKey.Parse(row.GetString(0)).Id, JsonSerializer.Deserialize<Demographics>(row.GetString(1), DocumentJson.Options)!),
                [.. arguments]));
        }

        return people.ToImmutable();
    }

    public Task<ImmutableArray<string>> Dependants(string practice, string patientId) => queries.List(
        """
        select id from patient_directory where practice = @practice and guarantor_id = @patient and id <> @patient
        union
        select id from patient_sight where practice = @practice and viewer_id = @patient and id <> @patient
        """,
        row => row.GetString(0),
        ("practice", practice),
        ("patient", patientId));

    public async Task<ImmutableArray<PatientCard>> VisibleTo(string practice, string viewerId, bool guarantorSeesFamily)
    {
        var ways = await queries.List(
            SeenBy, ReadCard, ("practice", practice), ("viewer", viewerId), ("family", guarantorSeesFamily ? 1 : 0));
        return [.. ways.DistinctBy(card => card.Id)];
    }

    // The cursor travels in addresses, so it holds no name: only which lane, and the id of the last row.
    private static string Cursor(int lane, string id) => string.Create(CultureInfo.InvariantCulture, $"{lane}.{id}");

    private async Task<(int Lane, ImmutableArray<string>? After)> Resume(
        string practice, string? cursor, ImmutableArray<SearchLane> lanes)
    {
        var dot = cursor?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        if (dot < 1 || !int.TryParse(cursor.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var lane)
            || lane >= lanes.Length)
            return (0, null);
        var order = lanes[lane].Order.Add("id");
        var last = await queries.First<ImmutableArray<string>?>(
            $"select {string.Join(", ", order)} from patient_directory where practice = @practice and id = @id",
            row => [.. Enumerable.Range(0, order.Length).Select(i => Text(row, i))],
            ("practice", practice),
            ("id", cursor![(dot + 1)..]));
        return last is null ? (0, null) : (lane, last);
    }

    private static PatientRow ReadRow(DbDataReader row) => new(
        row.GetString(0),
        Text(row, 1),
        Text(row, 2),
        Day(row, 3),
        Text(row, 4),
        Text(row, 5),
        Enum.Parse<PatientStatus>(row.GetString(6)),
        Enum.Parse<OnlineAccessState>(row.GetString(7)));

    private static PatientCard ReadCard(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), Day(row, 2), Optional(row, 3), Optional(row, 4), Visible: true)
    {
        GuarantorId = row.GetString(5),
    };

    private static string Text(DbDataReader row, int column) => Optional(row, column) ?? "";

    private static string? Optional(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateOnly? Day(DbDataReader row, int column) => Optional(row, column) is { } text
        ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture)
        : null;
}
