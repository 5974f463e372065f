using Portal.Grains.Apps;
using Portal.Grains.Interfaces.Apps;

namespace Portal.Rules.Tests.Apps;

public sealed class AppGrantRulesTests
{
    private static readonly DateTimeOffset _now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_connection_that_lasts_goes_on_from_each_use_and_ends_when_it_is_not_used()
    {
        var state = Granted(new(), "g1", lasting: true);
        var later = _now.AddDays(100);

        state = AppGrantRules.Used(state, AppGrantRules.Find(state, "g1", later)!, later);

        Assert.NotNull(AppGrantRules.Find(state, "g1", later + AppLimits.Unused - TimeSpan.FromSeconds(1)));
        Assert.Null(AppGrantRules.Find(state, "g1", later + AppLimits.Unused));
    }

    [Fact]
    public void A_connection_for_once_outlives_its_token_and_no_use_makes_it_longer()
    {
        var state = Granted(new(), "g1", lasting: false);

        state = AppGrantRules.Used(state, AppGrantRules.Find(state, "g1", _now)!, _now.AddMinutes(50));

        Assert.NotNull(AppGrantRules.Find(state, "g1", _now + AppLimits.AccessToken));
        Assert.Null(AppGrantRules.Find(state, "g1", _now.AddHours(2)));
    }

    [Fact]
    public void A_stopped_connection_is_gone_and_others_are_not()
    {
        var state = Granted(Granted(new(), "g1", lasting: true), "g2", lasting: true);

        var next = AppGrantRules.Stop(state, "g1", _now).Next!;

        Assert.Equal(["g2"], AppGrantRules.Holding(next, _now).Select(grant => grant.Id));
        Assert.Equal("app.not_connected", AppGrantRules.Stop(next, "g1", _now).Answer.Problems[0].Code);
    }

    [Fact]
    public void Where_there_are_too_many_what_is_over_soon_gives_way_and_what_lasts_does_not()
    {
        var state = Granted(Granted(new(), "short-1", lasting: false), "short-2", lasting: false);
        for (var number = 2; number < AppLimits.Grants; number++)
            state = Granted(state, $"g{number}", lasting: true);

        var next = Granted(state, "one-more", lasting: true);
        Assert.Null(AppGrantRules.Find(next, "short-1", _now));
        Assert.NotNull(AppGrantRules.Find(next, "short-2", _now));
        next = Granted(next, "and-one", lasting: true);
        Assert.Equal(AppLimits.Grants, next.Grants.Length);
        var full = AppGrantRules.Grant(next, new("last", "smile.app1", "p1", "patient/*.rs", true), "last", _now);

        Assert.Null(full.Next);
        Assert.Equal("app.too_many", Assert.Single(full.Answer.Problems).Code);
    }

    private static AppGrantsState Granted(AppGrantsState state, string id, bool lasting) =>
        AppGrantRules.Grant(state, new(id, "smile.app1", "p1", "patient/*.rs", lasting), id, _now).Next!;
}
