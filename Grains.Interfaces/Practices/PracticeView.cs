using System.Collections.Immutable;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Interfaces.Practices;

/// <summary>What anyone may know of a practice.</summary>
[GenerateSerializer, Immutable, Alias("portal.practices.PracticeCard")]
public sealed record PracticeCard
{
    /// <summary>The slug in addresses and keys.</summary>
    [Id(0)] public required string Slug { get; init; }

    /// <summary>The name as on the door.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>For calls, in the practice's own spelling.</summary>
    [Id(2)] public string Phone { get; init; } = "";

    /// <summary>For letters about the portal.</summary>
    [Id(3)] public string Email { get; init; } = "";

    /// <summary>Where patients open the portal; must begin with https. Needed before access can be given.</summary>
    [Id(4)] public string PatientFacingUrl { get; init; } = "";

    /// <summary>The postal address on one line.</summary>
    [Id(5)] public string Address { get; init; } = "";
}

/// <summary>A practice as its people see it.</summary>
[GenerateSerializer, Immutable, Alias("portal.practices.PracticeView")]
public sealed record PracticeView
{
    /// <summary>Name and contact data.</summary>
    [Id(0)] public required PracticeCard Card { get; init; }

    /// <summary>The sites, in the order they were added.</summary>
    [Id(1)] public ImmutableArray<Location> Locations { get; init; } = [];

    /// <summary>Dentists and hygienists.</summary>
    [Id(2)] public ImmutableArray<Provider> Providers { get; init; } = [];

    /// <summary>Chairs, left to right within a location.</summary>
    [Id(3)] public ImmutableArray<Chair> Chairs { get; init; } = [];

    /// <summary>Everyone who works here and signs in.</summary>
    [Id(4)] public ImmutableArray<StaffMember> Staff { get; init; } = [];

    /// <summary>Shared inboxes that patients may write to.</summary>
    [Id(5)] public ImmutableArray<Pool> Pools { get; init; } = [];

    /// <summary>The practice's choices.</summary>
    [Id(6)] public PracticePolicies Policies { get; init; } = new();

    /// <summary>The site that speaks for the practice where none is named: the first that is not closed; none before there is a site.</summary>
    public Location? MainLocation => Locations.FirstOrDefault(location => !location.OutOfUse) ?? Locations.FirstOrDefault();
}

/// <summary>One site of the practice.</summary>
/// <param name="Id">Stable id, unique in the practice.</param>
/// <param name="Name">As patients know it.</param>
/// <param name="TimeZone">IANA name, such as <c>America/Chicago</c>.</param>
/// <param name="Address">On one line.</param>
/// <param name="Phone">In the practice's own spelling.</param>
/// <param name="OutOfUse">Whether it is closed: no visit is placed there any more; those that are in the book stay.</param>
[GenerateSerializer, Immutable, Alias("portal.practices.Location")]
public sealed record Location(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string TimeZone,
    [property: Id(3)] string Address = "",
    [property: Id(4)] string Phone = "",
    [property: Id(5)] bool OutOfUse = false);

/// <summary>What a provider is.</summary>
[GenerateSerializer, Alias("portal.practices.ProviderKind")]
public enum ProviderKind
{
    /// <summary>A dentist.</summary>
    Dentist,

    /// <summary>A hygienist.</summary>
    Hygienist,
}

/// <summary>Who treats.</summary>
/// <param name="Id">Stable id, unique in the practice; also the owner of the mailbox <c>provider:{id}</c>.</param>
/// <param name="Name">As shown to patients, with title: <c>Dr. Priya Raman</c>.</param>
/// <param name="Kind">Dentist or hygienist.</param>
/// <param name="LocationIds">Where the provider works.</param>
/// <param name="AcceptsMessages">Whether patients may write to the provider now.</param>
/// <param name="Email">Where notices of new messages go unless the person's own entry has an address; not for patients.</param>
/// <param name="OutOfUse">
/// Whether the provider has left: is given no visit, patient or message any more; what there is stays.
/// </param>
[GenerateSerializer, Immutable, Alias("portal.practices.Provider")]
public sealed record Provider(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] ProviderKind Kind,
    [property: Id(3)] ImmutableArray<string> LocationIds,
    [property: Id(4)] bool AcceptsMessages = true,
    [property: Id(5)] string Email = "",
    [property: Id(6)] bool OutOfUse = false);

/// <summary>A chair (operatory), a column of the day.</summary>
/// <param name="Id">Stable id, unique in the practice.</param>
/// <param name="LocationId">The site it stands in.</param>
/// <param name="Name">Short: <c>Op 1</c>.</param>
/// <param name="Order">From left to right.</param>
/// <param name="OutOfUse">Whether no visit is placed in it any more; a day that has one there still shows it.</param>
[GenerateSerializer, Immutable, Alias("portal.practices.Chair")]
public sealed record Chair(
    [property: Id(0)] string Id,
    [property: Id(1)] string LocationId,
    [property: Id(2)] string Name,
    [property: Id(3)] int Order,
    [property: Id(4)] bool OutOfUse = false);

/// <summary>Someone who works here and signs in.</summary>
/// <param name="UserId">The portal user's id.</param>
/// <param name="Name">As shown beside answers.</param>
/// <param name="Roles">One or more staff roles.</param>
/// <param name="ProviderId">The provider that the person is, if any.</param>
/// <param name="Pools">Ids of the shared inboxes that the person watches.</param>
/// <param name="Email">Where notices of new messages go; empty for the address of the provider that the person is.</param>
/// <param name="Notices">Of which new messages the person is told by e-mail.</param>
[GenerateSerializer, Immutable, Alias("portal.practices.StaffMember")]
public sealed record StaffMember(
    [property: Id(0)] string UserId,
    [property: Id(1)] string Name,
    [property: Id(2)] Audience Roles,
    [property: Id(3)] string? ProviderId,
    [property: Id(4)] ImmutableArray<string> Pools,
    [property: Id(5)] string Email = "",
    [property: Id(6)] MailNotices Notices = MailNotices.Own);

/// <summary>Of which new messages of patients a member of the staff is told by e-mail.</summary>
[GenerateSerializer, Alias("portal.practices.MailNotices")]
public enum MailNotices
{
    /// <summary>Of those to the person as a provider.</summary>
    Own,

    /// <summary>Of those to the shared inboxes that the person watches as well.</summary>
    OwnAndShared,

    /// <summary>Of none.</summary>
    None,
}

/// <summary>A shared inbox.</summary>
/// <param name="Id">Stable id; also the owner of the mailbox <c>pool:{id}</c>.</param>
/// <param name="Name">As patients see it: <c>Front desk</c>.</param>
/// <param name="About">What to write there for, in a few words.</param>
/// <param name="OutOfUse">Whether no conversation begins there any more; those that are there go on.</param>
[GenerateSerializer, Immutable, Alias("portal.practices.Pool")]
public sealed record Pool(
    [property: Id(0)] string Id, [property: Id(1)] string Name, [property: Id(2)] string About, [property: Id(3)] bool OutOfUse = false);

/// <summary>Which rule passwords follow.</summary>
[GenerateSerializer, Alias("portal.practices.PasswordPolicy")]
public enum PasswordPolicy
{
    /// <summary>At least 8 characters with upper case, lower case and digit; as asked for by the founding document.</summary>
    Composition,

    /// <summary>NIST SP 800-63B-4: at least 15 characters, no composition rule.</summary>
    Length,
}

/// <summary>The practice's choices.</summary>
[GenerateSerializer, Immutable, Alias("portal.practices.PracticePolicies")]
public sealed record PracticePolicies
{
    /// <summary>The rule for new passwords.</summary>
    [Id(0)] public PasswordPolicy Passwords { get; init; }

    /// <summary>Whether a guarantor may see the whole family (domain.md A1, default on).</summary>
    [Id(1)] public bool GuarantorSeesFamily { get; init; } = true;

    /// <summary>The provider who answers for the health summaries that the portal puts together; none when nobody does.</summary>
    [Id(2)] public string? SummarySigner { get; init; }
}
