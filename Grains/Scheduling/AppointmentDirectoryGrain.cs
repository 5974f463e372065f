using System.Collections.Immutable;
using Orleans.Concurrency;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;

namespace Portal.Grains.Scheduling;

[StatelessWorker, GrainType("appointment-directory")]
public sealed class AppointmentDirectoryGrain(DocumentQueries queries, IGrainFactory grains, TimeProvider time)
    : Grain, IAppointmentDirectoryGrain
{
    private const int MostRows = 100;

    private string Practice => GrainKey.Parse(this.GetPrimaryKeyString()).Practice;

    public Task<ImmutableArray<VisitCard>> Upcoming(string viewerPatientId) => Ahead(AppointmentSql.Upcoming, viewerPatientId);

    public Task<ImmutableArray<VisitCard>> CalledOff(string viewerPatientId) => Ahead(AppointmentSql.CalledOff, viewerPatientId);

    public async Task<VisitPage> Past(string viewerPatientId, string? after, int size)
    {
        size = Math.Clamp(size, 1, MostRows);
        var cards = await CardsFor();
        var cursor = VisitCursor.Parse(after);
        var found = new List<(VisitCursor At, VisitCard Card)>();
        foreach (var patient in await VisibleTo(viewerPatientId))
        {
            var rows = await queries.List(
                AppointmentSql.Past, AppointmentSql.Read, AppointmentSql.PastArguments(Practice, patient.Id, cards.Now, cursor, size + 1));
            found.AddRange(rows.Select(row => (new VisitCursor(row.StartAt, row.Id), cards.Of(row, patient.Name))));
        }

        var page = found
            .OrderByDescending(row => row.At.StartAt, StringComparer.Ordinal)
            .ThenByDescending(row => row.At.Id, StringComparer.Ordinal)
            .Take(size)
            .ToArray();
        return new([.. page.Select(row => row.Card)], found.Count > size ? page[^1].At.ToString() : null);
    }

    public async Task<DayView?> Day(string locationId, DateOnly day)
    {
        var cards = await CardsFor();
        if (cards.Practice.Locations.FirstOrDefault(location => location.Id == locationId) is not { } location)
            return null;
        var (start, end) = LocalTime.Bounds(LocalTime.Zone(location.TimeZone), day);
        var visits = await queries.List(
            AppointmentSql.Day, AppointmentSql.Read, AppointmentSql.DayArguments(Practice, locationId, start, end));
        return new(locationId, day, start, end, [.. visits.Select(row => cards.Of(row))], await Breaks(cards.Practice, locationId, start, end));
    }

    public async Task<ImmutableArray<VisitCard>> CallBacks()
    {
        var cards = await CardsFor();
        var rows = await queries.List(AppointmentSql.CallBacks, AppointmentSql.Read, ("practice", Practice));
        var (sql, arguments) = AppointmentSql.Phones(Practice, [.. rows.Select(CalledBack).Distinct(StringComparer.Ordinal)]);
        var phones = rows.IsEmpty ? [] : await queries.List(sql, AppointmentSql.ReadPhone, arguments);
        return [.. rows.Select(row => cards.Of(row) with
        {
            CallBack = row.Visit.CallBack,
            CallBackPhone = phones.FirstOrDefault(phone => phone.PatientId == CalledBack(row)).Number ?? "",
        })];
    }

    public async Task<ImmutableArray<VisitCard>> Booked(BookedWith what)
    {
        var cards = await CardsFor();
        var rows = await queries.List(AppointmentSql.Booked, AppointmentSql.Read, AppointmentSql.BookedArguments(Practice, what, cards.Now));
        // An underscore in an id stands for any letter in the question.
        return [.. rows.Select(row => cards.Of(row)).Where(card => what.ProviderId.Length == 0 || card.Slot.ProviderIds.Contains(what.ProviderId))];
    }

    public async Task<PatientVisits> OfPatient(string patientId, int size)
    {
        size = Math.Clamp(size, 1, MostRows);
        var cards = await CardsFor();
        var coming = await queries.List(
            AppointmentSql.Upcoming, AppointmentSql.Read, AppointmentSql.UpcomingArguments(Practice, patientId, cards.Now));
        var rest = await queries.List(
            AppointmentSql.Rest, AppointmentSql.Read, AppointmentSql.RestArguments(Practice, patientId, cards.Now, size + 1));
        return new(
            [.. coming.Select(row => cards.Of(row))], [.. rest.Take(size).Select(row => cards.Of(row))], rest.Length > size);
    }

    private async Task<ImmutableArray<VisitCard>> Ahead(string sql, string viewerPatientId)
    {
        var cards = await CardsFor();
        var found = ImmutableArray.CreateBuilder<VisitCard>();
        foreach (var patient in await VisibleTo(viewerPatientId))
        {
            var rows = await queries.List(sql, AppointmentSql.Read, AppointmentSql.UpcomingArguments(Practice, patient.Id, cards.Now));
            found.AddRange(rows.Select(row => cards.Of(row, patient.Name)));
        }

        return [.. found.OrderBy(card => card.Slot.Start).ThenBy(card => card.Id, StringComparer.Ordinal).Take(MostRows)];
    }

    private static string CalledBack(VisitRow row) => row.Visit.CallBack?.PatientId ?? row.Visit.PatientId;

    private async Task<ImmutableArray<DayBreak>> Breaks(PracticeView practice, string locationId, DateTimeOffset start, DateTimeOffset end)
    {
        var books = practice.Chairs.Where(chair => chair.LocationId == locationId).Select(chair => BookDay.Chair(chair.Id))
            .Concat(practice.Providers.Where(provider => provider.LocationIds.Contains(locationId)).Select(provider => BookDay.Provider(provider.Id)))
            .SelectMany(resource => BookDay.Of(resource, start, end))
            .Select(book => book.Key(Practice))
            .ToArray();
        if (books.Length == 0)
            return [];
        var (sql, arguments) = AppointmentSql.Breaks(books, start, end);
        var parts = await queries.List(sql, AppointmentSql.ReadBreak, arguments);
        return [.. parts.GroupBy(part => (part.Resource, part.Time.Id)).Select(Whole).OrderBy(whole => whole.Time.Start)];
    }

    /// <summary>A break that runs from one book into the next is one for people.</summary>
    private static DayBreak Whole(IEnumerable<DayBreak> parts)
    {
        var inOrder = parts.OrderBy(part => part.Time.Start).ToArray();
        return inOrder[0] with { Time = inOrder[0].Time with { End = inOrder[^1].Time.End } };
    }

    private async Task<ImmutableArray<PatientCard>> VisibleTo(string viewerPatientId) =>
        await grains.GetGrain<IPatientDirectoryGrain>(GrainKey.For(Practice, IPatientDirectoryGrain.Id)).VisibleTo(viewerPatientId);

    private async Task<VisitCards> CardsFor()
    {
        using var system = CallerScope.Use(Caller.System(Practice));
        var practice = await grains.GetGrain<IPracticeGrain>(GrainKey.For(Practice, IPracticeGrain.Id)).View()
            ?? throw new InvalidOperationException("The practice has no profile.");
        return new(practice, time.GetUtcNow());
    }
}
