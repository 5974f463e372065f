using System.Collections.Immutable;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;

namespace Portal.Grains.Tests.Scheduling;

/// <summary>
/// A practice of its own for one test: two locations that share a dentist, three chairs, a mother, her child and a
/// stranger. On the clock of the tests it is Monday, 23 November 2026, 9 AM in Chicago.
/// </summary>
public sealed class SchedulingPractice(PortalCluster cluster)
{
    private static readonly TimeSpan _chicago = TimeSpan.FromHours(-6);

    public string Slug { get; } = PortalCluster.NewPractice();

    public Caller System => Caller.System(Slug);

    public Caller Mother => PatientCaller("mother", "Ana Ortiz");

    public Caller Stranger => PatientCaller("stranger", "Sam Ortiz");

    public Caller Desk => new() { Practice = Slug, Roles = Audience.FrontDesk, UserId = "s-desk", Name = "Front desk Fred" };

    public IAppointmentDirectoryGrain Directory => cluster.Grain<IAppointmentDirectoryGrain>(Slug, IAppointmentDirectoryGrain.Id);

    public static async Task<SchedulingPractice> Build(PortalCluster cluster)
    {
        var practice = new SchedulingPractice(cluster);
        await PortalCluster.As(practice.System, practice.Build);
        return practice;
    }

    public IAppointmentGrain Appointment(string id) => cluster.Grain<IAppointmentGrain>(Slug, id);

    public IDayBookGrain Book(string resource, int day = 24) =>
        cluster.Client.GetGrain<IDayBookGrain>(new BookDay(resource, new(2026, 11, day)).Key(Slug));

    /// <summary>An instant of November 2026 by the clock in Chicago.</summary>
    public static DateTimeOffset At(int day, int hour, int minute = 0) =>
        new DateTimeOffset(2026, 11, day, hour, minute, 0, _chicago).ToUniversalTime();

    public static Slot Slot(int hour = 9, int minutes = 60, string chair = "c1", string provider = "raman", int day = 24) => new(
        chair == "w1" ? "west" : "main", chair, [provider], At(day, hour), At(day, hour).AddMinutes(minutes));

    public static ScheduleAppointment Schedule(Slot slot, string patient = "mother") =>
        new(PortalCluster.NewId(), patient, slot, "Cleaning", []);

    /// <summary>Puts a visit into the book.</summary>
    public async Task<string> Schedule(string patient = "mother", Slot? slot = null)
    {
        var id = PortalCluster.NewId();
        Require(await PortalCluster.As(Desk, () => Appointment(id).Schedule(Schedule(slot ?? Slot(), patient))));
        return id;
    }

    public Task<AppointmentView?> View(string id) => PortalCluster.As(Desk, () => Appointment(id).View());

    public async Task<string[]> Held(string resource, int day = 24) =>
        [.. (await PortalCluster.As(System, () => Book(resource, day).Entries())).Select(entry => entry.AppointmentId ?? entry.Label)];

    /// <summary>Whether the visit has a row, whatever it says.</summary>
    public async Task<bool> HasDocument(string id)
    {
        var queries = new DocumentQueries(cluster.Database.DataSource);
        return await queries.First(
            "select id from grain_state where state = 'appointment' and id = @id", row => row.GetString(0), ("id", $"{Slug}/{id}")) is not null;
    }

    public static void Require<T>(Interfaces.Result<T> result) =>
        Assert.True(result.Succeeded, string.Join("; ", result.Problems.Select(problem => $"{problem.Code}: {problem.Message}")));

    private async Task Build()
    {
        var practice = cluster.Grain<IPracticeGrain>(Slug, IPracticeGrain.Id);
        var card = new PracticeCard { Slug = Slug, Name = "Test Dental", Phone = "555-0100", Email = "desk@example.com", PatientFacingUrl = $"https://{Slug}.example.com" };
        Require(await practice.SaveProfile(new(PortalCluster.NewId(), card)));
        Require(await practice.SaveLocation(new(PortalCluster.NewId(), new("main", "Main Street", "America/Chicago"))));
        Require(await practice.SaveLocation(new(PortalCluster.NewId(), new("west", "West Side", "America/Denver"))));
        Require(await practice.SaveProvider(new(PortalCluster.NewId(), new("raman", "Dr. Priya Raman", ProviderKind.Dentist, ["main", "west"]))));
        Require(await practice.SaveProvider(new(PortalCluster.NewId(), new("lee", "Dr. Joon Lee", ProviderKind.Dentist, ["main"]))));
        Require(await practice.SaveChair(new(PortalCluster.NewId(), new("c1", "main", "Op 1", 1))));
        Require(await practice.SaveChair(new(PortalCluster.NewId(), new("c2", "main", "Op 2", 2))));
        Require(await practice.SaveChair(new(PortalCluster.NewId(), new("w1", "west", "Op A", 1))));
        await SavePatient("mother", "Ana", "mother");
        await SavePatient("child", "Leo", "mother");
        await SavePatient("stranger", "Sam", "stranger");
    }

    private Caller PatientCaller(string id, string name) =>
        new() { Practice = Slug, Roles = Audience.Patient, UserId = PortalUserId.ForPatient(id), PatientId = id, Name = name };

    private async Task SavePatient(string id, string firstName, string guarantor)
    {
        var demographics = new Demographics { FirstName = firstName, LastName = "Ortiz", BirthDate = new DateOnly(1990, 2, 3) };
        var save = new SavePatient(PortalCluster.NewId(), PatientStatus.Patient, demographics, guarantor, ImmutableArray<Representative>.Empty, "raman");
        Require(await cluster.Grain<IPatientGrain>(Slug, id).Save(save));
    }
}
