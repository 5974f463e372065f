using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Webmail;

namespace Portal.Grains.Tests.Webmail;

/// <summary>A practice of its own for one test: a dentist, a pool, two of the staff, a mother and her child.</summary>
public sealed class WebmailPractice(PortalCluster cluster)
{
    public string Slug { get; } = PortalCluster.NewPractice();

    public Caller System => Caller.System(Slug);

    public Caller Mother => PatientCaller("mother", "Ana Ortiz");

    public Caller Stranger => PatientCaller("stranger", "Sam Stone");

    public Caller Dentist => new() { Practice = Slug, Roles = Audience.Provider, UserId = "s-raman", ProviderId = "raman", Name = "Dr. Priya Raman" };

    public Caller Desk => new() { Practice = Slug, Roles = Audience.FrontDesk, UserId = "s-desk", Name = "Front desk Fred" };

    public async Task Build()
    {
        await PortalCluster.As(System, async () =>
        {
            var practice = cluster.Grain<IPracticeGrain>(Slug, IPracticeGrain.Id);
            var card = new PracticeCard { Slug = Slug, Name = "Test Dental", Phone = "555-0100", Email = "desk@example.com", PatientFacingUrl = $"https://{Slug}.example.com" };
            Require(await practice.SaveProfile(new(PortalCluster.NewId(), card)));
            Require(await practice.SaveLocation(new(PortalCluster.NewId(), new("main", "Main Street", "America/Chicago"))));
            Require(await practice.SaveProvider(new(PortalCluster.NewId(), new("raman", "Dr. Priya Raman", ProviderKind.Dentist, ["main"]))));
            Require(await practice.SaveStaffMember(new(PortalCluster.NewId(), new("s-admin", "Ada Admin", Audience.Administrator, null, []))));
            Require(await practice.SaveStaffMember(new(PortalCluster.NewId(), new("s-desk", "Front desk Fred", Audience.FrontDesk, null, ["front-desk"]))));
            Require(await practice.SaveStaffMember(new(PortalCluster.NewId(), new("s-raman", "Dr. Priya Raman", Audience.Provider, "raman", []))));
            await SavePatient("mother", "Ana", "mother");
            await SavePatient("child", "Leo", "mother");
            await SavePatient("stranger", "Sam", "stranger");
        });
    }

    public IConversationGrain Conversation(string id) => cluster.Grain<IConversationGrain>(Slug, id);

    public IMailDirectoryGrain Directory => cluster.Grain<IMailDirectoryGrain>(Slug, IMailDirectoryGrain.Id);

    /// <summary>The mother begins a conversation.</summary>
    public async Task<string> Begin(string about = "mother", string to = "provider:raman", string subject = "Crown", string body = "It came loose.")
    {
        var id = PortalCluster.NewId();
        var start = new StartConversation(PortalCluster.NewId(), about, to, subject, body, []);
        Require(await PortalCluster.As(Mother, () => Conversation(id).Start(start)));
        return id;
    }

    public static PostMessage Answer(string body, int? seen = null) => new(PortalCluster.NewId(), body, [], seen);

    public static void Require<T>(Interfaces.Result<T> result) =>
        Assert.True(result.Succeeded, string.Join("; ", result.Problems.Select(problem => $"{problem.Code}: {problem.Message}")));

    private Caller PatientCaller(string id, string name) =>
        new() { Practice = Slug, Roles = Audience.Patient, UserId = PortalUserId.ForPatient(id), PatientId = id, Name = name };

    /// <summary>The child, as it is after a change of who may see it.</summary>
    public Task SaveChild(string guarantor, params Representative[] representatives) =>
        PortalCluster.As(System, () => SavePatient("child", "Leo", guarantor, representatives));

    private async Task SavePatient(string id, string firstName, string guarantor, params Representative[] representatives)
    {
        var demographics = new Demographics
        {
            FirstName = firstName,
            LastName = "Ortiz",
            BirthDate = new DateOnly(1990, 2, 3),
            AddressLine1 = "1 Elm Street",
            City = "Springfield",
            State = "IL",
            PostalCode = "62701",
            WirelessPhone = "555-0101",
            Email = $"{id}@example.com",
        };
        var save = new SavePatient(PortalCluster.NewId(), PatientStatus.Patient, demographics, guarantor, [.. representatives], "raman");
        Require(await cluster.Grain<IPatientGrain>(Slug, id).Save(save));
    }
}
