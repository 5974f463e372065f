namespace Portal.WebFront.Demo;

/// <summary>
/// The demo's visits round today, Monday to Friday from 8 to 17 with an hour for lunch. Each provider has one chair,
/// so a provider's free time is the chair's. Today is a day at work whatever day it is.
/// </summary>
internal sealed class DemoCalendar
{
    private const int Opens = 8 * 60;
    private const int LunchFrom = 12 * 60;
    private const int LunchTo = 13 * 60;
    private const int Closes = 17 * 60;
    private const int Step = 30;
    private const int PastVisitsEach = 4;

    private readonly DateTimeOffset _now;
    private readonly Dictionary<(string ProviderId, DateOnly Day), List<(int From, int To)>> _taken = [];
    private readonly List<DemoVisit> _visits = [];

    public DemoCalendar(DateTimeOffset now)
    {
        _now = now;
        Today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, DemoPractice.Sites[0].Zone).DateTime);
        PlanToday();
        PlanPast();
        PlanFuture();
    }

    public DateOnly Today { get; }

    public IReadOnlyList<DemoVisit> Visits => _visits;

    private void PlanToday()
    {
        foreach (var provider in DemoPractice.Providers)
        {
            var patients = DemoFamilies.Patients
                .Where(patient => patient.Family.SiteId == provider.SiteId && (provider.Hygienist ? patient.Hygienist : patient.Dentist) == provider)
                .Skip(3)
                .Where((_, index) => index % 3 == (provider.Hygienist ? 1 : 0))
                .Take(3);
            foreach (var patient in patients)
                Add(patient, provider.Hygienist ? 0 : 1, Today);
        }
    }

    private void PlanPast()
    {
        foreach (var patient in DemoFamilies.Patients)
        {
            for (var visit = 0; visit < PastVisitsEach; visit++)
            {
                if (patient.Person.Age > 2 + visit)
                    Add(patient, visit, Workday(Today.AddDays(-14 - (visit * 170) - (patient.Number * 13 % 140)), -1));
            }
        }
    }

    private void PlanFuture()
    {
        foreach (var patient in DemoFamilies.Patients.Where(patient => patient.Number % 4 != 3))
            Add(patient, patient.Number % 5 == 2 ? 1 : 0, Workday(Today.AddDays(1 + (patient.Number * 11 % 45)), 1));
    }

    private void Add(DemoPatient patient, int visit, DateOnly day)
    {
        var treatment = DemoTreatment.Of(patient, visit);
        var provider = treatment.ByHygienist ? patient.Hygienist : patient.Dentist;
        var direction = day < Today ? -1 : 1;
        int from;
        while (_visits.Any(visit => visit.Patient == patient && visit.Day == day)
            || (from = FreeFrom(provider.Id, day, treatment.Minutes, patient.Number)) < 0)
        {
            day = Workday(day.AddDays(direction), direction);
        }

        _taken[(provider.Id, day)].Add((from, from + treatment.Minutes));
        _visits.Add(Visit(patient, provider, treatment, day, from));
    }

    /// <summary>Looks through the day from a time that differs by patient, so that days do not fill from the morning on.</summary>
    private int FreeFrom(string providerId, DateOnly day, int minutes, int seed)
    {
        if (!_taken.TryGetValue((providerId, day), out var taken))
            _taken[(providerId, day)] = taken = [];
        var steps = (Closes - Opens) / Step;
        for (var i = 0; i < steps; i++)
        {
            var from = Opens + ((i + (seed * 5)) % steps * Step);
            var to = from + minutes;
            var lunch = from < LunchTo && to > LunchFrom;
            if (to <= Closes && !lunch && !taken.Any(other => from < other.To && to > other.From))
                return from;
        }

        return -1;
    }

    private DemoVisit Visit(DemoPatient patient, DemoProvider provider, DemoTreatment treatment, DateOnly day, int from)
    {
        var zone = DemoPractice.Sites.Single(site => site.Id == provider.SiteId).Zone;
        var local = day.ToDateTime(TimeOnly.MinValue).AddMinutes(from);
        var start = new DateTimeOffset(local, zone.GetUtcOffset(local));
        var number = _visits.Count;
        var visit = new DemoVisit($"visit-{number + 1:000}", patient, provider, treatment, day, start, start.AddMinutes(treatment.Minutes), "booked", Confirmed: number % 3 == 0);
        if (visit.Start > _now)
            return visit;
        if (visit.End > _now)
            return visit with { Status = "arrived" };
        return visit with { Status = day == Today ? "fulfilled" : number % 17 == 5 ? "noshow" : number % 23 == 7 ? "cancelled" : "fulfilled" };
    }

    private static DateOnly Workday(DateOnly day, int direction)
    {
        while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            day = day.AddDays(direction);
        return day;
    }
}

internal sealed record DemoVisit(
    string Id, DemoPatient Patient, DemoProvider Provider, DemoTreatment Treatment, DateOnly Day, DateTimeOffset Start, DateTimeOffset End,
    string Status, bool Confirmed)
{
    public bool TookPlace => Status == "fulfilled";
}
