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
