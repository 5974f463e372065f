using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;

namespace Portal.Grains.Tests.Patients;

/// <summary>A practice of its own for one test, with a portal address and a provider, and patients by need.</summary>
public sealed class PatientPractice(PortalCluster cluster)
{
    public static readonly Demographics Person = new()
    {
        FirstName = "María",
        LastName = "Álvarez",
        BirthDate = new(1984, 7, 9),
        AddressLine1 = "12 Oak St",
        City = "Springfield",
        State = "IL",
        WirelessPhone = "(312) 555-0142",
        Email = "maria@example.com",
    };

    public string Slug { get; } = PortalCluster.NewPractice();

    public string Url => $"https://portal.example.com/{Slug}";

    public Caller System => Caller.System(Slug);

    public Caller Desk => new() { Practice = Slug, Roles = Audience.FrontDesk, UserId = "s-desk", Name = "Fred" };

    public Caller Integrator => new() { Practice = Slug, Roles = Audience.Integrator, UserId = "bridge", Name = "Bridge" };

    public IPracticeGrain Practice => cluster.Grain<IPracticeGrain>(Slug, IPracticeGrain.Id);

    public IPatientDirectoryGrain Directory => cluster.Grain<IPatientDirectoryGrain>(Slug, IPatientDirectoryGrain.Id);

    public Caller Patient(string id) =>
        new() { Practice = Slug, Roles = Audience.Patient, UserId = PortalUserId.ForPatient(id), PatientId = id, Name = id };

    public IPatientGrain Grain(string id) => cluster.Grain<IPatientGrain>(Slug, id);

    public async Task<PatientPractice> Built(string? url = null)
    {
        await PortalCluster.As(System, async () =>
        {
            var card = new PracticeCard { Slug = Slug, Name = "Test Dental", PatientFacingUrl = url ?? Url };
            Require(await Practice.SaveProfile(new(PortalCluster.NewId(), card)));
            Require(await Practice.SaveLocation(new(PortalCluster.NewId(), new("main", "Main Street", "America/Chicago"))));
            Require(await Practice.SaveProvider(new(PortalCluster.NewId(), new("raman", "Dr. Priya Raman", ProviderKind.Dentist, ["main"]))));
        });
        return this;
    }

    public static SavePatient Command(
        Demographics? person = null, string? guarantor = null, PatientStatus status = PatientStatus.Patient,
        string? provider = null, params Representative[] representatives) =>
        new(PortalCluster.NewId(), status, person ?? Person, guarantor, [.. representatives], provider);

    public Task<Result<Saved>> Save(string id, SavePatient? command = null) =>
        PortalCluster.As(Desk, () => Grain(id).Save(command ?? Command()));

    public async Task Add(string id, SavePatient? command = null) => Require(await Save(id, command));

    public Task<Result<IssuedSignIn>> Provide(string id, string? requestId = null) =>
        PortalCluster.As(Desk, () => Grain(id).ProvideOnlineAccess(requestId ?? PortalCluster.NewId()));

    public async Task<OnlineAccess> Access(string id) => (await PortalCluster.As(Desk, () => Grain(id).View()))!.Access;

    public Task<OnlineAccess> Standing(string patientId) =>
        PortalCluster.As(System, () => cluster.Grain<IPortalUserGrain>(Slug, PortalUserId.ForPatient(patientId)).Standing());

    public static void Require<T>(Result<T> result) =>
        Assert.True(result.Succeeded, string.Join("; ", result.Problems.Select(problem => $"{problem.Code}: {problem.Message}")));

    public static string[] Codes<T>(Result<T> result) => [.. result.Problems.Select(problem => problem.Code)];
}
