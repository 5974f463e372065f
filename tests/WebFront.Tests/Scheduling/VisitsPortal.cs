using System.Collections.Immutable;
using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;
using Portal.WebFront.Access;

namespace Portal.WebFront.Tests.Scheduling;

/// <summary>
/// The portal with practices to book in. Who calls is named by a cookie, so that these tests are about visits and not
/// about signing in.
/// </summary>
public sealed class VisitsPortal : EmbeddedPortal
{
    public const string DirectFrom = "practice@direct.example.org";
    private const string Cookie = "acts-as";
    private static readonly TimeZoneInfo _chicago = LocalTime.Zone("America/Chicago");
    private int _practices;

    protected override Dictionary<string, string?> Settings => new(base.Settings)
    {
        ["Portal:Direct:Host"] = "127.0.0.1",
        ["Portal:Direct:Port"] = Gateway.Port.ToString(CultureInfo.InvariantCulture),
        ["Portal:Direct:UserName"] = MailServer.UserName,
        ["Portal:Direct:Password"] = MailServer.Password,
        ["Portal:Direct:From"] = DirectFrom,
    };

    /// <summary>Where summaries go that are sent by Direct.</summary>
    public MailServer Gateway { get; } = MailServer.Start();

    public WarningLog Warnings { get; } = new();

    /// <summary>A working day next week at the main location.</summary>
    public static DateOnly Day { get; } = LocalTime.DayOf(_chicago, TimeProvider.System.GetUtcNow()).AddDays(7);

    public static DateTimeOffset At(int hour, int minute = 0) => LocalTime.Instant(_chicago, Day, new(hour, minute))!.Value;

    public static Slot Slot(int hour = 9, string chair = "c1", string provider = "raman") =>
        new("main", chair, [provider], At(hour), At(hour).AddHours(1));

    /// <summary>A browser that is somebody of a practice: a patient's id, or <c>desk</c>, or <c>billing</c>.</summary>
    public PortalBrowser As(string practice, string who)
    {
        var browser = new PortalBrowser(Address);
        browser.Cookies.Add(Address, new System.Net.Cookie(Cookie, $"{practice}.{who}"));
        return browser;
    }

    /// <summary>A practice of its own for one test: mother, child, stranger; two chairs, two dentists.</summary>
    public async Task<string> NewPractice()
    {
        var slug = $"visits-{Interlocked.Increment(ref _practices)}";
        using var system = CallerScope.Use(Caller.System(slug));
        var practice = Grain<IPracticeGrain>(slug, IPracticeGrain.Id);
        var card = new PracticeCard { Slug = slug, Name = "Lakeside Dental", Phone = "312-555-0100", Email = "desk@example.com", PatientFacingUrl = "https://lakeside.example.com" };
        Require(await practice.SaveProfile(new(NewId(), card)));
        Require(await practice.SaveLocation(new(NewId(), new("main", "Main Street", "America/Chicago", "12 Main Street, Chicago", "312-555-0101"))));
        Require(await practice.SaveLocation(new(NewId(), new("west", "West Side", "America/Denver", "3 Hill Road, Denver"))));
        Require(await practice.SaveProvider(new(NewId(), new("raman", "Dr. Priya Raman", ProviderKind.Dentist, ["main", "west"]))));
        Require(await practice.SaveProvider(new(NewId(), new("lee", "Dr. Joon Lee", ProviderKind.Dentist, ["main"]))));
        Require(await practice.SaveChair(new(NewId(), new("c1", "main", "Op 1", 1))));
        Require(await practice.SaveChair(new(NewId(), new("c2", "main", "Op 2", 2))));
        Require(await practice.SaveChair(new(NewId(), new("w1", "west", "Op A", 1))));
        await SavePatient(slug, "mother", "Ana", "mother");
        await SavePatient(slug, "child", "Leo", "mother");
        await SavePatient(slug, "stranger", "Sam", "stranger");
        return slug;
    }

    public async Task<string> Schedule(string practice, string patient, Slot slot, string reason = "Crown seating")
    {
        using var system = CallerScope.Use(Caller.System(practice));
        var id = NewId();
        Require(await Grain<IAppointmentGrain>(practice, id).Schedule(new(NewId(), patient, slot, reason, [])));
        return id;
    }

    public static string NewId() => Ulid.NewUlid().ToString().ToLowerInvariant();

    public static void Require<T>(Result<T> result) =>
        Assert.True(result.Succeeded, string.Join("; ", result.Problems.Select(problem => $"{problem.Code}: {problem.Message}")));

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Gateway.DisposeAsync();
    }

    protected override void Configure(WebApplicationBuilder builder)
    {
        builder.Logging.AddProvider(Warnings);
        builder.Services.PostConfigure<AuthenticationOptions>(options =>
            options.SchemeMap[IdentityConstants.ApplicationScheme].HandlerType = typeof(ActsAs));
    }

    private async Task SavePatient(string practice, string id, string firstName, string guarantor)
    {
        var demographics = new Demographics { FirstName = firstName, LastName = "Ortiz", BirthDate = new DateOnly(1990, 2, 3), WirelessPhone = "312-555-0199" };
        var save = new SavePatient(NewId(), PatientStatus.Patient, demographics, guarantor, ImmutableArray<Representative>.Empty, "raman");
        Require(await Grain<IPatientGrain>(practice, id).Save(save));
    }

    private sealed class ActsAs(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
            Task.FromResult(Request.Cookies[Cookie]?.Split('.') is [var practice, var who]
                ? AuthenticateResult.Success(new(Principal(practice, who), Scheme.Name))
                : AuthenticateResult.NoResult());

        private static ClaimsPrincipal Principal(string practice, string who)
        {
            var (roles, patient, name) = who switch
            {
                "desk" => (Audience.FrontDesk, null, "Fred Desk"),
                "billing" => (Audience.Billing, null, "Bea Billing"),
                _ => (Audience.Patient, who, who == "mother" ? "Ana Ortiz" : "Sam Ortiz"),
            };
            var caller = new Caller { Practice = practice, Roles = roles, UserId = $"u-{who}", PatientId = patient, Name = name };
            Claim[] claims = [new(ClaimTypes.NameIdentifier, caller.UserId), new(ClaimTypes.Name, name), .. CallerFromPrincipal.ClaimsOf(caller)];
            return new(new ClaimsIdentity(claims, "Test"));
        }
    }
}
