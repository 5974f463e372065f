using System.Collections.Immutable;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records.Reflection;

/// <summary>Which of the practice's resources differ between two states of its settings, and in what.</summary>
public static class RosterChanges
{
    /// <summary>An identifier of this system whose value is the slug marks the practice's own organization.</summary>
    public const string PracticeSystem = "urn:portal:practice";

    /// <summary>The extension of a PractitionerRole that says whether patients may write to the provider.</summary>
    public const string AcceptsMessages = "urn:portal:accepts-messages";

    /// <summary>The only element that is told of a member of the staff who is no provider.</summary>
    public const string Staff = "staff";

    /// <summary>The status of a Location, and whether a role or a service is active.</summary>
    public const string InUse = "inUse";

    public const string Organization = "Organization";
    public const string Location = "Location";
    public const string Practitioner = "Practitioner";
    public const string Role = "PractitionerRole";
    public const string Service = "HealthcareService";

    public static ImmutableArray<RosterChange> Between(PracticeView before, PracticeView next) =>
    [
        .. Differing(Organization, [before.Card], [next.Card], card => card.Slug, OfProfile),
        .. Differing(Location, before.Locations, next.Locations, site => site.Id, OfSite),
        .. Differing(Location, before.Chairs, next.Chairs, chair => chair.Id, OfChair),
        .. Differing(Practitioner, before.Providers, next.Providers, provider => provider.Id, OfPerson),
        .. Differing(Role, before.Providers, next.Providers, provider => provider.Id, OfRole),
        .. Differing(Service, before.Pools, next.Pools, pool => pool.Id, OfPool),
        .. BetweenStaff(before.Staff, next.Staff),
    ];

    /// <summary>Those who came, have another name now, or went: as members of the staff who are no providers.</summary>
    public static IEnumerable<RosterChange> BetweenStaff(ImmutableArray<StaffMember> before, ImmutableArray<StaffMember> next)
    {
        var was = Plain(before);
        var now = Plain(next);
        return was.Keys.Union(now.Keys)
            .Where(userId => was.GetValueOrDefault(userId) != now.GetValueOrDefault(userId))
            .Select(userId => new RosterChange(Practitioner, StaffPractitioner.IdOf(userId), [Staff]));
    }

    public static bool OfStaff(this RosterChange change) => change.Elements is [Staff];

    /// <summary>All that the thing has: of what is new, or what no system ever sent as a resource.</summary>
    public static ImmutableArray<string> AllOf(string type, bool isChair) => type switch
    {
        Organization => ["name", "phone", "email", "url", "address"],
        Location => isChair ? ["name", "site", InUse] : ["name", "timeZone", "address", "phone", InUse],
        Practitioner => ["name", "email"],
        Role => ["kind", "sites", "messages", "email", InUse],
        Service => ["name", "about", InUse],
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a resource of the practice's settings."),
    };

    private static IEnumerable<RosterChange> Differing<T>(
        string type, ImmutableArray<T> before, ImmutableArray<T> next, Func<T, string> id, Func<T, (string Element, object Value)[]> values)
    {
        var known = before.ToDictionary(id, StringComparer.Ordinal);
        foreach (var now in next)
        {
            var elements = values(now)
                .Where((element, index) => !known.TryGetValue(id(now), out var was) || !Equals(values(was)[index].Value, element.Value))
                .Select(element => element.Element)
                .ToImmutableArray();
            if (!elements.IsEmpty)
                yield return new(type, id(now), elements);
        }
    }

    private static Dictionary<string, string> Plain(ImmutableArray<StaffMember> staff) =>
        staff.Where(member => member.ProviderId is null).ToDictionary(member => member.UserId, member => member.Name, StringComparer.Ordinal);

    private static (string Element, object Value)[] OfProfile(PracticeCard card) =>
        [("name", card.Name), ("phone", card.Phone), ("email", card.Email), ("url", card.PatientFacingUrl), ("address", card.Address)];

    private static (string Element, object Value)[] OfSite(Location site) =>
        [("name", site.Name), ("timeZone", site.TimeZone), ("address", site.Address), ("phone", site.Phone), (InUse, !site.OutOfUse)];

    private static (string Element, object Value)[] OfChair(Chair chair) => [("name", chair.Name), ("site", chair.LocationId), (InUse, !chair.OutOfUse)];

    private static (string Element, object Value)[] OfPerson(Provider provider) => [("name", provider.Name), ("email", provider.Email)];

    private static (string Element, object Value)[] OfRole(Provider provider) =>
    [
        ("kind", provider.Kind), ("sites", string.Join('|', provider.LocationIds)), ("messages", provider.AcceptsMessages), ("email", provider.Email),
        (InUse, !provider.OutOfUse),
    ];

    private static (string Element, object Value)[] OfPool(Pool pool) => [("name", pool.Name), ("about", pool.About), (InUse, !pool.OutOfUse)];
}
