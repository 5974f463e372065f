using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Practices;

namespace Portal.Rules.Tests.Practices;

public sealed class StaffRulesTests
{
    private static readonly DateTimeOffset _now = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);
    private static readonly StaffMember _ada = new("ada", "Ada Admin", Audience.Administrator, null, []);
    private static readonly StaffMember _ben = new("ben", "Ben Desk", Audience.FrontDesk, null, ["front-desk"]);

    private static PracticeState Practice(params StaffMember[] staff) => new()
    {
        Name = "Smile Dental",
        Locations = [new("downtown", "Downtown", "America/Chicago")],
        Providers = [new("raman", "Dr. Priya Raman", ProviderKind.Dentist, ["downtown"])],
        Pools = [PracticeRules.FrontDesk],
        Staff = [.. staff],
    };

    private static Decision<PracticeState, Done> Save(PracticeState state, StaffMember member) =>
        StaffRules.Save(state, member, "d1", _now);

    private static string[] Codes(Decision<PracticeState, Done> decision) =>
        [.. decision.Answer.Problems.Select(problem => problem.Code)];

    [Theory]
    [InlineData(Audience.None)]
    [InlineData(Audience.Patient)]
    [InlineData(Audience.FrontDesk | Audience.System)]
    public void A_member_has_roles_of_the_staff_only(Audience roles) =>
        Assert.Equal(["practice.roles_invalid"], Codes(Save(Practice(_ada), _ben with { Roles = roles })));

    [Fact]
    public void The_address_for_notices_must_be_one()
    {
        Assert.Equal(["practice.email_invalid"], Codes(Save(Practice(_ada), _ben with { Email = "ben at home" })));
        Assert.Equal("ben@example.com", Save(Practice(_ada), _ben with { Email = " ben@example.com " }).Next!.Staff[1].Email);
    }

    [Fact]
    public void The_last_administrator_keeps_the_role() =>
        Assert.Equal(
            ["practice.last_administrator"],
            Codes(Save(Practice(_ada, _ben), _ada with { Roles = Audience.Billing })));

    [Fact]
    public void The_last_administrator_cannot_be_removed() =>
        Assert.Equal(["practice.last_administrator"], Codes(StaffRules.Remove(Practice(_ada, _ben), "ada", "d1", _now)));

    [Fact]
    public void One_of_two_administrators_may_go_and_the_sign_in_is_owed_to_follow()
    {
        var next = StaffRules.Remove(Practice(_ada, _ben with { Roles = Audience.Administrator }), "ada", "d1", _now).Next!;

        Assert.Equal(["ben"], next.Staff.Select(member => member.UserId));
        var owed = Assert.Single(next.Outbox!.Value);
        Assert.Equal((FollowStaffDelivery.Kind, "ada"), (owed.Kind, owed.To));
    }

    [Fact]
    public void Who_is_a_provider_has_the_role_and_names_the_provider()
    {
        Assert.Equal(["practice.provider_missing"], Codes(Save(Practice(_ada), _ben with { Roles = Audience.Provider })));
        Assert.Equal(["practice.provider_without_role"], Codes(Save(Practice(_ada), _ben with { ProviderId = "raman" })));
        Assert.True(Save(Practice(_ada), _ben with { Roles = Audience.Provider, ProviderId = "raman" }).Answer.Succeeded);
    }

    [Fact]
    public void A_provider_is_one_person()
    {
        var raman = new StaffMember("priya", "Dr. Priya Raman", Audience.Provider, "raman", []);

        Assert.Equal(
            ["practice.provider_taken"],
            Codes(Save(Practice(_ada, raman), _ben with { Roles = Audience.Provider, ProviderId = "raman" })));
        Assert.True(Save(Practice(_ada, raman), raman with { Name = "Dr. P. Raman" }).Answer.Succeeded);
    }

    [Fact]
    public void A_member_watches_inboxes_and_is_a_provider_that_exist() =>
        Assert.Equal(
            ["practice.provider_unknown", "practice.pool_unknown"],
            Codes(Save(Practice(_ada), _ben with { Roles = Audience.Provider, ProviderId = "nobody", Pools = ["none"] })));

    [Fact]
    public void A_sign_in_is_owed_to_follow_its_member()
    {
        var owed = Assert.Single(Save(Practice(_ada), _ben).Next!.Outbox!.Value);

        Assert.Equal((FollowStaffDelivery.Kind, "ben"), (owed.Kind, owed.To));
    }

    [Fact]
    public void The_same_member_again_is_not_written()
    {
        var state = Practice(_ada, _ben);

        Assert.Same(state, Save(state, _ben with { Pools = ["front-desk", "front-desk"] }).Next);
    }
}
