using System.Collections.Immutable;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Practices;

namespace Portal.Rules.Tests.Practices;

public sealed class StaffNoticesTests
{
    private static readonly ImmutableArray<Provider> _providers =
    [
        new("raman", "Dr. Priya Raman", ProviderKind.Dentist, ["downtown"], Email: "raman@example.com"),
        new("lee", "Dr. Joon Lee", ProviderKind.Dentist, ["downtown"]),
    ];

    private static readonly StaffMember _raman = new("priya", "Dr. Priya Raman", Audience.Provider, "raman", ["front-desk"]);
    private static readonly StaffMember _lee = new("joon", "Dr. Joon Lee", Audience.Provider, "lee", ["front-desk"]);
    private static readonly StaffMember _ben =
        new("ben", "Ben Desk", Audience.FrontDesk, null, ["front-desk"], "ben@example.com", MailNotices.OwnAndShared);

    [Fact]
    public void A_provider_is_told_of_the_own_mail_at_the_address_that_was_imported()
    {
        Assert.Equal(["priya"], Told("provider:raman", _raman, _lee, _ben));
        Assert.Equal("raman@example.com", StaffNotices.AddressOf(_raman, _providers));
    }

    [Fact]
    public void The_own_address_goes_before_the_providers() =>
        Assert.Equal("me@example.com", StaffNotices.AddressOf(_raman with { Email = "me@example.com" }, _providers));

    [Fact]
    public void Without_an_address_nobody_is_told()
    {
        Assert.Empty(Told("provider:lee", _lee));
        Assert.Empty(Told("pool:front-desk", _ben with { Email = "" }));
    }

    [Fact]
    public void Who_switched_it_off_is_not_told() =>
        Assert.Empty(Told("provider:raman", _raman with { Notices = MailNotices.None }));

    [Fact]
    public void A_shared_inbox_is_told_to_those_who_watch_it_and_switched_it_on()
    {
        Assert.Equal(["ben"], Told("pool:front-desk", _raman, _ben));
        Assert.Empty(Told("pool:billing", _raman, _ben));
        Assert.Equal(["priya", "ben"], Told("pool:front-desk", _raman with { Notices = MailNotices.OwnAndShared }, _ben));
    }

    private static IEnumerable<string> Told(string owner, params StaffMember[] staff) =>
        StaffNotices.Of([.. staff], _providers, owner).Select(member => member.UserId);
}
