using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Practices;

namespace Portal.Rules.Tests.Practices;

public sealed class RosterRulesTests
{
    private static readonly Location _downtown = new("downtown", "Downtown", "America/Chicago");
    private static readonly Location _lake = new("lake", "Lake Street", "America/New_York");
    private static readonly Provider _raman = new("raman", "Dr. Priya Raman", ProviderKind.Dentist, ["downtown"]);

    private static PracticeState Practice() => new PracticeState { Name = "Smile Dental" } with { Locations = [_downtown, _lake] };

    private static string[] Codes(Decision<PracticeState, Done> decision) =>
        [.. decision.Answer.Problems.Select(problem => problem.Code)];

    [Theory]
    [InlineData("Central Standard Time")]
    [InlineData("Mars/Olympus")]
    [InlineData("")]
    public void A_location_has_a_time_zone_of_the_iana_list(string zone) =>
        Assert.Equal(["practice.time_zone_unknown"], Codes(RosterRules.SaveLocation(Practice(), _downtown with { TimeZone = zone })));

    [Fact]
    public void A_time_zone_is_kept_as_it_is_written_whoever_has_met_it_before()
    {
        Assert.Equal("America/Chicago", TimeZoneInfo.FindSystemTimeZoneById("America/Chicago").Id);

        var saved = RosterRules.SaveLocation(Practice(), _downtown with { TimeZone = "america/CHICAGO", Phone = "3125550100" }).Next!;

        Assert.Equal("America/Chicago", saved.Locations.Single(location => location.Id == _downtown.Id).TimeZone);
    }

    [Fact]
    public void Everything_wrong_with_a_location_is_told_together()
    {
        var bad = new Location("a/b", "", "nowhere", new('a', PracticeLimits.Address + 1), "12");

        Assert.Equal(
            [
                "practice.id_invalid", "practice.name_missing", "practice.time_zone_unknown",
                "practice.address_too_long", "practice.phone_invalid",
            ],
            Codes(RosterRules.SaveLocation(Practice(), bad)));
    }

    [Fact]
    public void One_location_stays_in_use()
    {
        var one = RosterRules.SaveLocation(Practice(), _downtown with { OutOfUse = true }).Next!;

        Assert.Equal(["practice.last_location"], Codes(RosterRules.SaveLocation(one, _lake with { OutOfUse = true })));
        Assert.Empty(Codes(RosterRules.SaveLocation(one, _downtown)));
    }

    [Fact]
    public void One_shared_inbox_stays_in_use()
    {
        var one = RosterRules.SavePool(Practice(), new("desk", "Front desk", "")).Next!;

        Assert.Equal(["practice.last_pool"], Codes(RosterRules.SavePool(one, new("desk", "Front desk", "", OutOfUse: true))));
        var two = RosterRules.SavePool(one, new("bills", "Billing", "")).Next!;
        Assert.Empty(Codes(RosterRules.SavePool(two, new("desk", "Front desk", "", OutOfUse: true))));
    }

    [Fact]
    public void A_location_changes_in_its_place()
    {
        var next = RosterRules.SaveLocation(Practice(), _downtown with { Name = "Main office" }).Next!;

        Assert.Equal(["Main office", "Lake Street"], next.Locations.Select(location => location.Name));
    }

    [Fact]
    public void Nothing_is_added_to_a_practice_that_does_not_exist() =>
        Assert.Equal(["practice.unknown"], Codes(RosterRules.SaveLocation(new(), _downtown)));

    [Fact]
    public void A_list_has_an_end()
    {
        var full = Practice() with
        {
            Locations = [.. Enumerable.Range(0, PracticeLimits.Locations).Select(i => _downtown with { Id = $"l{i}" })],
        };

        Assert.Equal(["practice.too_many"], Codes(RosterRules.SaveLocation(full, _lake)));
        Assert.True(RosterRules.SaveLocation(full, _downtown with { Id = "l3", Name = "Changed" }).Answer.Succeeded);
    }

    [Fact]
    public void A_provider_works_at_locations_that_exist()
    {
        Assert.Equal(["practice.location_unknown"], Codes(RosterRules.SaveProvider(Practice(), _raman with { LocationIds = ["downtown", "moon"] })));
        Assert.Equal(["practice.location_ids_missing"], Codes(RosterRules.SaveProvider(Practice(), _raman with { LocationIds = default })));
    }

    [Fact]
    public void A_provider_has_a_name_and_a_kind() =>
        Assert.Equal(
            ["practice.name_missing", "practice.kind_invalid"],
            Codes(RosterRules.SaveProvider(Practice(), _raman with { Name = "", Kind = (ProviderKind)9 })));

    [Fact]
    public void The_same_provider_again_is_not_written()
    {
        var state = RosterRules.SaveProvider(Practice(), _raman).Next!;

        Assert.Same(state, RosterRules.SaveProvider(state, _raman with { LocationIds = [.. _raman.LocationIds] }).Next);
    }

    [Fact]
    public void Chairs_stand_from_left_to_right_within_their_locations()
    {
        var state = Practice();
        foreach (var chair in new Chair[] { new("c1", "lake", "Op 1", 0), new("c2", "downtown", "Op 2", 2), new("c3", "downtown", "Op 1", 1) })
            state = RosterRules.SaveChair(state, chair).Next!;

        Assert.Equal(["c3", "c2", "c1"], state.Chairs.Select(chair => chair.Id));
    }

    [Fact]
    public void A_chair_stands_in_a_location_that_exists() =>
        Assert.Equal(
            ["practice.location_unknown", "practice.order_invalid"],
            Codes(RosterRules.SaveChair(Practice(), new("c1", "moon", "Op 1", -1))));

    [Fact]
    public void A_shared_inbox_has_a_safe_id_and_a_name() =>
        Assert.Equal(
            ["practice.id_invalid", "practice.name_missing", "practice.about_too_long"],
            Codes(RosterRules.SavePool(Practice(), new("front desk", "", new('a', PracticeLimits.About + 1)))));
}
