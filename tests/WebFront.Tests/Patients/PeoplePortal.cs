using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;

namespace Portal.WebFront.Tests.Patients;

/// <summary>A portal with one practice, an administrator, the front desk and a small family.</summary>
public sealed class PeoplePortal : EmbeddedPortal
{
    public const string Practice = "smile";
    public const string Password = "Kestrel-flies-42";

    public static Demographics Person { get; } = new()
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

    public static string NewId() => Ulid.NewUlid().ToString().ToLowerInvariant();

    public async Task<PortalBrowser> SignedIn(string userName)
    {
        var browser = new PortalBrowser(Address);
        await browser.SignIn(Practice, userName, Password);
        return browser;
    }

    public static async Task<T> AsSystem<T>(Func<Task<T>> call)
    {
        using var scope = CallerScope.Use(Caller.System(Practice));
        return await call();
    }

    public Task<PatientView?> View(string patientId) => AsSystem(() => Grain<IPatientGrain>(Practice, patientId).View());

    public async Task Add(string id, Demographics? person = null, string? guarantor = null, Representative? representative = null) => Require(await AsSystem(
        () => Grain<IPatientGrain>(Practice, id).Save(new(
            NewId(), PatientStatus.Patient, person ?? Person, guarantor, representative is null ? [] : [representative], null))));

    /// <summary>Gives a patient access with a password of the own.</summary>
    public async Task<string> GiveAccess(string id)
    {
        var issued = await AsSystem(() => Grain<IPatientGrain>(Practice, id).ProvideOnlineAccess(NewId()));
        Require(issued);
        Require(await AsSystem(() => Grain<IPortalUserGrain>(Practice, PortalUserId.ForPatient(id))
            .ChoosePassword(new() { RequestId = NewId(), NewPassword = Password })));
        return issued.Value!.UserName;
    }

    protected override async Task Seed()
    {
        var practice = Grain<IPracticeGrain>(Practice, IPracticeGrain.Id);
        Require(await AsSystem(() => practice.SaveProfile(new(NewId(), new()
        {
            Slug = Practice, Name = "Smile Dental", PatientFacingUrl = "https://portal.smile.example/smile",
        }))));
        Require(await AsSystem(() => practice.SaveLocation(new(NewId(), new("main", "Main Street", "America/Chicago")))));
        Require(await AsSystem(() => practice.SaveProvider(new(NewId(), new("raman", "Dr. Priya Raman", ProviderKind.Dentist, ["main"])))));
        await Hire("ada", "Ada Admin", Audience.Administrator);
        await Hire("fred", "Fred Desk", Audience.FrontDesk);
    }

    private async Task Hire(string id, string name, Audience roles)
    {
        Require(await AsSystem(() => Grain<IPracticeGrain>(Practice, IPracticeGrain.Id)
            .SaveStaffMember(new(NewId(), new(id, name, roles, null, [])))));
        Require(await AsSystem(() => Grain<IPortalUserGrain>(Practice, id).ProvisionStaff(new()
        {
            RequestId = NewId(), UserName = id, Name = name, Roles = roles, Password = Password,
        })));
    }

    private static void Require<T>(Result<T> result) =>
        Assert.True(result.Succeeded, string.Join("; ", result.Problems.Select(problem => problem.Message)));
}

[CollectionDefinition(Name)]
public sealed class SharedPeoplePortal : ICollectionFixture<PeoplePortal>
{
    public const string Name = "people";
}
