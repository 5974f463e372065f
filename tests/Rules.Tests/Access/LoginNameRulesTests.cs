using Portal.Grains.Access;

namespace Portal.Rules.Tests.Access;

public sealed class LoginNameRulesTests
{
    private static readonly DateTimeOffset _now = new(2026, 11, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly LoginNameState _held = LoginNameRules.Hold(new(), "ana", "c1", _now).Next!;
    private static readonly LoginNameState _owned = LoginNameRules.Keep(_held, "ana", "c1", _now).Next!;

    [Fact]
    public void Somebody_else_gets_neither_a_held_nor_an_owned_name()
    {
        Assert.Equal([LoginNameRules.Taken], LoginNameRules.Hold(_held, "bob", "c2", _now).Answer.Problems.ToArray());
        Assert.Equal([LoginNameRules.Taken], LoginNameRules.Hold(_owned, "bob", "c2", _now).Answer.Problems.ToArray());
        Assert.Equal([LoginNameRules.Taken], LoginNameRules.Keep(_owned, "bob", "c2", _now).Answer.Problems.ToArray());
    }

    [Fact]
    public void A_hold_that_nobody_keeps_becomes_free_and_an_owned_name_never()
    {
        var later = _now + LoginNameRules.HoldTime;

        Assert.Null(LoginNameRules.OwnerOf(_held, later));
        Assert.Equal("ana", LoginNameRules.OwnerOf(_owned, later.AddYears(10)));
        Assert.Equal("bob", LoginNameRules.Hold(_held, "bob", "c2", later).Next!.UserId);
    }

    [Fact]
    public void Its_owner_may_ask_again_and_it_stays_owned()
    {
        var again = LoginNameRules.Hold(_owned, "ana", "c2", _now);

        Assert.True(again.Answer.Succeeded);
        Assert.Equal("ana", LoginNameRules.OwnerOf(again.Next!, _now.AddYears(10)));
    }

    [Fact]
    public void A_late_release_of_an_earlier_claim_frees_nothing()
    {
        var again = LoginNameRules.Hold(_owned, "ana", "c2", _now).Next!;

        Assert.Same(again, LoginNameRules.Release(again, "ana", "c1").Next);
        Assert.Null(LoginNameRules.OwnerOf(LoginNameRules.Release(again, "ana", "c2").Next!, _now));
    }

    [Fact]
    public void A_late_keep_of_an_expired_hold_is_refused_only_when_the_name_has_gone()
    {
        var later = _now + LoginNameRules.HoldTime;
        var gone = LoginNameRules.Hold(_held, "bob", "c2", later).Next!;

        Assert.True(LoginNameRules.Keep(_held, "ana", "c1", later).Answer.Succeeded);
        Assert.Equal([LoginNameRules.Taken], LoginNameRules.Keep(gone, "ana", "c1", later).Answer.Problems.ToArray());
    }
}
