using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Scheduling;

namespace Portal.Grains.Scheduling;

/// <summary>A row of a list of visits.</summary>
public sealed record VisitRow(string Id, string StartAt, string PatientName, Visit Visit);

/// <summary>
/// The questions to the stored visits; each has its index in migration 0004. A patient's name is a question of its own
/// in the row: SQLite takes no partial index for the right side of a left join.
/// </summary>
public static class AppointmentSql
{
    public const string Upcoming = """
        select appointment_id, start_at, '', visit from appointment_index
        where practice = @practice and patient_id = @patient and start_at > @since and status = 'Scheduled' and end_at > @now
        order by start_at, appointment_id
        limit 100
        """;

    public const string CalledOff = """
        select appointment_id, start_at, '', visit from appointment_index
        where practice = @practice and patient_id = @patient and start_at > @since and status in ('Broken', 'UnschedList') and end_at > @now
        order by start_at, appointment_id
        limit 100
        """;

    public const string Past = """
        select appointment_id, start_at, '', visit from appointment_index
        where practice = @practice and patient_id = @patient
          and (status = 'Complete' or (status in ('Scheduled', 'Broken', 'UnschedList') and end_at <= @now))
          and start_at <= @time and (start_at < @time or appointment_id < @id)
        order by start_at desc, appointment_id desc
        limit @size
        """;

    public const string Rest = """
        select appointment_id, start_at, '', visit from appointment_index
        where practice = @practice and patient_id = @patient and start_at > '' and not (status = 'Scheduled' and end_at > @now)
        order by start_at desc, appointment_id desc
        limit @size
        """;

    public const string Day = """
        select a.appointment_id, a.start_at,
               coalesce((select p.name from patient_directory as p where p.practice = a.practice and p.id = a.patient_id), ''),
               a.visit
        from appointment_index as a
        where a.practice = @practice and a.location_id = @location and a.start_at >= @start and a.start_at < @end
        order by a.start_at, a.appointment_id
        """;

    public const string CallBacks = """
        select a.appointment_id, a.start_at,
               coalesce((select p.name from patient_directory as p where p.practice = a.practice and p.id = a.patient_id), ''),
               a.visit
        from appointment_index as a
        where a.practice = @practice and a.status = 'Scheduled' and a.confirmation = 'EConfirmCallBack'
        order by a.start_at, a.appointment_id
        limit 200
        """;

    public const string Booked = """
        select a.appointment_id, a.start_at,
               coalesce((select p.name from patient_directory as p where p.practice = a.practice and p.id = a.patient_id), ''),
               a.visit
        from appointment_index as a
        where a.practice = @practice and a.status = 'Scheduled' and a.start_at >= @now
          and (a.location_id = @location or a.visit -> 'slot' ->> 'chairId' = @chair
               or cast(a.visit -> 'slot' -> 'providerIds' as text) like @provider)
        order by a.start_at, a.appointment_id
        limit 200
        """;

    private const string AfterAll = "9999-12-31T23:59:59.999Z";

    public static (string, object?)[] UpcomingArguments(string practice, string patientId, DateTimeOffset now) =>
    [
        ("practice", practice),
        ("patient", patientId),
        // No visit is longer than a day, so nothing that began earlier can still go on.
        ("since", DocumentJson.TextOf(now.AddDays(-1))),
        ("now", DocumentJson.TextOf(now)),
    ];

    public static (string, object?)[] RestArguments(string practice, string patientId, DateTimeOffset now, int size) =>
        [("practice", practice), ("patient", patientId), ("now", DocumentJson.TextOf(now)), ("size", size)];

    public static (string, object?)[] PastArguments(
        string practice, string patientId, DateTimeOffset now, VisitCursor? after, int size) =>
    [
        ("practice", practice),
        ("patient", patientId),
        ("now", DocumentJson.TextOf(now)),
        ("time", after?.StartAt ?? AfterAll),
        ("id", after?.Id ?? ""),
        ("size", size),
    ];

    public static (string, object?)[] DayArguments(string practice, string locationId, DateTimeOffset start, DateTimeOffset end) =>
        [("practice", practice), ("location", locationId), ("start", DocumentJson.TextOf(start)), ("end", DocumentJson.TextOf(end))];

    public static (string, object?)[] BookedArguments(string practice, BookedWith what, DateTimeOffset now) =>
    [
        ("practice", practice),
        ("now", DocumentJson.TextOf(now)),
        ("location", what.LocationId),
        ("chair", what.ChairId),
        ("provider", what.ProviderId.Length == 0 ? "" : $"%\"{what.ProviderId}\"%"),
    ];

    public static (string Sql, (string, object?)[] Arguments) Breaks(
        IReadOnlyList<string> books, DateTimeOffset start, DateTimeOffset end)
    {
        var names = Names("book", books.Count);
        var sql = $"""
            select row_id, entry_id, start_at, end_at, label from daybook_breaks
            where row_id in ({string.Join(", ", names.Select(name => "@" + name))}) and start_at < @end and end_at > @start
            order by start_at, row_id
            """;
        return (sql, [("start", DocumentJson.TextOf(start)), ("end", DocumentJson.TextOf(end)), .. names.Zip(books, (name, book) => (name, (object?)book))]);
    }

    /// <summary>Where to reach these patients.</summary>
    public static (string Sql, (string, object?)[] Arguments) Phones(string practice, IReadOnlyList<string> patientIds)
    {
        var names = Names("patient", patientIds.Count);
        var sql = $"""
            select id, coalesce(phone, '') from patient_directory
            where practice = @practice and id in ({string.Join(", ", names.Select(name => "@" + name))})
            """;
        return (sql, [("practice", practice), .. names.Zip(patientIds, (name, id) => (name, (object?)id))]);
    }

    public static VisitRow Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        JsonSerializer.Deserialize<Visit>(row.GetString(3), DocumentJson.Options)!);

    public static DayBreak ReadBreak(DbDataReader row)
    {
        var book = BookDay.Parse(Interfaces.GrainKey.Parse(row.GetString(0)).Id);
        return new(book.Resource, new(row.GetString(1), null, Instant(row.GetString(2)), Instant(row.GetString(3)), row.GetString(4)));
    }

    public static (string PatientId, string Number) ReadPhone(DbDataReader row) => (row.GetString(0), row.GetString(1));

    private static string[] Names(string name, int count) =>
        [.. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{name}{i}"))];

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
