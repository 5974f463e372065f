using System.Collections.Immutable;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Practices;

namespace Portal.Grains.Practices;

/// <summary>A practice's settings. All lists are bounded by <see cref="PracticeLimits"/>.</summary>
public sealed record PracticeState : DocumentState
{
    public string Name { get; init; } = "";
    public string Phone { get; init; } = "";
    public string Email { get; init; } = "";
    public string PatientFacingUrl { get; init; } = "";
    public string Address { get; init; } = "";
    public ImmutableArray<Location> Locations { get; init; } = [];
    public ImmutableArray<Provider> Providers { get; init; } = [];
    public ImmutableArray<Chair> Chairs { get; init; } = [];
    public ImmutableArray<StaffMember> Staff { get; init; } = [];
    public ImmutableArray<Pool> Pools { get; init; } = [];
    public PracticePolicies Policies { get; init; } = new();

    /// <summary>As it is seen, for trying rules on it.</summary>
    public static PracticeState Of(PracticeView? view) => view is null
        ? new()
        : new()
        {
            Name = view.Card.Name,
            Phone = view.Card.Phone,
            Email = view.Card.Email,
            PatientFacingUrl = view.Card.PatientFacingUrl,
            Address = view.Card.Address,
            Locations = view.Locations,
            Providers = view.Providers,
            Chairs = view.Chairs,
            Staff = view.Staff,
            Pools = view.Pools,
            Policies = view.Policies,
        };

    public PracticeCard Card(string slug) => new()
    {
        Slug = slug,
        Name = Name,
        Phone = Phone,
        Email = Email,
        PatientFacingUrl = PatientFacingUrl,
        Address = Address,
    };

    public PracticeView View(string slug) => new()
    {
        Card = Card(slug),
        Locations = Locations,
        Providers = Providers,
        Chairs = Chairs,
        Staff = Staff,
        Pools = Pools,
        Policies = Policies,
    };
}
