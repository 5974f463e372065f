using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.TestingHost;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using Portal.WebFront.Access;
using Portal.WebFront.Tests.Live;

namespace Portal.WebFront.Tests.Access;

/// <summary>An embedded portal with two practices and a clock that only tests move.</summary>
public sealed class AccessPortal : EmbeddedPortal
{
    public const string Lake = "lake";
    public const string Hill = "hill";
    public const string Own = "Kettle-4-pine";

    /// <summary>Of the bridge of <see cref="Lake"/>.</summary>
    public const string BridgeToken = "a token of the practice lake";

    protected override Dictionary<string, string?> Settings => new(base.Settings)
    {
        [$"Portal:Bridge:{Lake}:TokenSha256"] = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(BridgeToken))),
    };

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 15, 0, 0, TimeSpan.Zero));

    public CountingHasher Hasher { get; } = new();

    public SilentTopics Silent { get; } = new();

    public PortalBrowser Browser() => new(Address);

    /// <summary>A patient of the practice with a one-time password.</summary>
    public async Task<(string UserId, string UserName, string OneTimePassword)> Invite(string practice = Lake)
    {
        var patientId = Ulid.NewUlid().ToString().ToLowerInvariant();
        var userId = PortalUserId.ForPatient(patientId);
        using var system = CallerScope.Use(Caller.System(practice));
        var issued = await User(practice, userId).Issue(new(patientId, patientId, "Ana", "Ana Whitfield"));
        return (userId, issued.Value!.UserName, issued.Value.OneTimePassword);
    }

    /// <summary>A patient of the practice with an own password.</summary>
    public async Task<(string UserId, string UserName)> Patient(string practice = Lake)
    {
        var (userId, userName, _) = await Invite(practice);
        using var system = CallerScope.Use(Caller.System(practice));
        var chosen = await User(practice, userId).ChoosePassword(new() { RequestId = "first", NewPassword = Own });
        Assert.Empty(chosen.Problems);
        return (userId, userName);
    }

    /// <summary>A member of the staff with an own password.</summary>
    public async Task<string> Staff(Audience roles)
    {
        var userName = $"s{Ulid.NewUlid().ToString()[^10..]}";
        using var system = CallerScope.Use(Caller.System(Lake));
        var provisioned = await User(Lake, $"staff-{userName}").ProvisionStaff(new()
        {
            RequestId = "first", UserName = userName, Name = "Fran Desk", Roles = roles, Password = Own,
        });
        Assert.Empty(provisioned.Problems);
        return userName;
    }

    public IPortalUserGrain User(string practice, string userId) => Grain<IPortalUserGrain>(practice, userId);

    public static async Task<T> AsSystem<T>(string practice, Func<Task<T>> call)
    {
        using var system = CallerScope.Use(Caller.System(practice));
        return await call();
    }

    protected override void Configure(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
        builder.Services.AddSingleton<IPasswordHasher<PortalAccount>>(Hasher);
        builder.Services.AddSingleton<IIncomingGrainCallFilter>(Silent);
    }

    protected override async Task Seed()
    {
        foreach (var (slug, name) in new[] { (Lake, "Lake Dental"), (Hill, "Hill Dental") })
        {
            var card = new PracticeCard { Slug = slug, Name = name, Phone = "555-010-2000", PatientFacingUrl = $"https://{slug}.example" };
            var saved = await AsSystem(slug, () => Grain<IPracticeGrain>(slug, IPracticeGrain.Id).SaveProfile(new("seed", card)));
            Assert.Empty(saved.Problems);
        }
    }
}

/// <summary>Counts how many passwords were hashed.</summary>
public sealed class CountingHasher : IPasswordHasher<PortalAccount>
{
    private readonly PortalPasswordHasher _hasher = new();
    private int _count;

    public int Count => _count;

    public string HashPassword(PortalAccount user, string password)
    {
        Interlocked.Increment(ref _count);
        return _hasher.HashPassword(user, password);
    }

    public PasswordVerificationResult VerifyHashedPassword(PortalAccount user, string hashedPassword, string providedPassword)
    {
        Interlocked.Increment(ref _count);
        return _hasher.VerifyHashedPassword(user, hashedPassword, providedPassword);
    }
}

[CollectionDefinition(Name)]
public sealed class SharedAccessPortal : ICollectionFixture<AccessPortal>
{
    public const string Name = "access";
}
