using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Portal.Bench.Running;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Webmail;

namespace Portal.Bench.Portals;

/// <summary>A practice with a dentist, a second provider, a front desk and some patients.</summary>
public sealed class BenchPractice(IGrainFactory grains)
{
    public const string Slug = "bench";
    public const string Busy = "provider:busy";
    public const string Calm = "provider:calm";

    private const string BridgeToken = "a token of the benches";

    /// <summary>Lets the bench call the FHIR address as the practice's bridge.</summary>
    public static KeyValuePair<string, string?> BridgeSetting { get; } =
        new($"Portal:Bridge:{Slug}:TokenSha256", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(BridgeToken))));

    public static AuthenticationHeaderValue Bridge { get; } = new("Bearer", BridgeToken);

    public static Caller Dentist { get; } =
        new() { Practice = Slug, Roles = Audience.Provider, UserId = "s-busy", ProviderId = "busy", Name = "Dr. Busy Bee" };

    public static Caller Desk { get; } = new() { Practice = Slug, Roles = Audience.FrontDesk, UserId = "s-desk", Name = "Front Desk" };

    public static Caller Patient(int number) => new()
    {
        Practice = Slug,
        Roles = Audience.Patient,
        UserId = PortalUserId.ForPatient(PatientId(number)),
        PatientId = PatientId(number),
        Name = $"Pat{number} Sample",
    };

    public static string PatientId(int number) => Findings.Text($"p{number:D6}");

    public static string NewId() => Ulid.NewUlid().ToString().ToLowerInvariant();

    /// <summary>Text of the length of an ordinary message.</summary>
    public static string Body { get; } = string.Concat(Enumerable.Repeat("The crown you placed last week feels high. ", 5));

    public async Task Build(int patients)
    {
        using var system = CallerScope.Use(Caller.System(Slug));
        var practice = Grain<IPracticeGrain>(IPracticeGrain.Id);
        var card = new PracticeCard { Slug = Slug, Name = "Bench Dental", Phone = "555-0100", Email = "desk@example.com", PatientFacingUrl = "https://bench.example.com" };
        Require(await practice.SaveProfile(new(NewId(), card)));
        Require(await practice.SaveLocation(new(NewId(), new("main", "Main Street", "America/Chicago"))));
        Require(await practice.SaveProvider(new(NewId(), new("busy", "Dr. Busy Bee", ProviderKind.Dentist, ["main"]))));
        Require(await practice.SaveProvider(new(NewId(), new("calm", "Dr. Calm Cat", ProviderKind.Dentist, ["main"]))));
        Require(await practice.SaveStaffMember(new(NewId(), new("s-admin", "Ada Admin", Audience.Administrator, null, []))));
        Require(await practice.SaveStaffMember(new(NewId(), new(Desk.UserId, Desk.Name, Audience.FrontDesk, null, ["front-desk"]))));
        Require(await practice.SaveStaffMember(new(NewId(), new(Dentist.UserId, Dentist.Name, Audience.Provider, "busy", []))));
        await Parallel.ForAsync(0, patients, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, _) => await SavePatient(number));
    }

    /// <summary>A patient begins a conversation.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> Begin(int patient, string to = Busy)
    {
        var id = NewId();
        using var caller = CallerScope.Use(Patient(patient));
        Require(await Conversation(id).Start(new(NewId(), PatientId(patient), to, "Crown", Body, [])));
        return id;
    }

    public IConversationGrain Conversation(string id) => Grain<IConversationGrain>(id);

    public TGrain Grain<TGrain>(string id)
        where TGrain : IGrainWithStringKey => grains.GetGrain<TGrain>(GrainKey.For(Slug, id));

    public static void Require<T>(Result<T> result)
    {
        if (!result.Succeeded)
            throw new InvalidOperationException(string.Join("; ", result.Problems.Select(problem => $"{problem.Code}: {problem.Message}")));
    }

    private async Task SavePatient(int number)
    {
        var demographics = new Demographics
        {
            FirstName = $"Pat{number}",
            LastName = "Sample",
            BirthDate = new DateOnly(1990, 2, 3),
            AddressLine1 = "1 Elm Street",
            City = "Springfield",
            State = "IL",
            PostalCode = "62701",
            WirelessPhone = "555-0101",
            Email = $"{PatientId(number)}@example.com",
        };
        var save = new SavePatient(NewId(), PatientStatus.Patient, demographics, null, [], number == 1 ? "calm" : "busy");
        Require(await Grain<IPatientGrain>(PatientId(number)).Save(save));
    }
}
