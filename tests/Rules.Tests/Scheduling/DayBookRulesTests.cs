using System.Collections.Immutable;
using CsCheck;
using Portal.Grains.Interfaces.Scheduling;
using Portal.Grains.Scheduling;
using static Portal.Rules.Tests.Scheduling.Sample;

namespace Portal.Rules.Tests.Scheduling;

public sealed class DayBookRulesTests
{
    private static readonly BookDay _day = new(BookDay.Chair("c1"), new(2026, 3, 3));
    private static readonly DateTimeOffset _now = At(2, 12);

    [Theory]
    [InlineData(9, 0, 60, "daybook.taken")]
    [InlineData(9, 55, 5, "daybook.taken")]
    [InlineData(8, 30, 35, "daybook.taken")]
    [InlineData(8, 0, 60, null)]
    [InlineData(10, 0, 60, null)]
    public void Time_is_held_once(int hour, int minute, int minutes, string? code)
    {
        var state = Hold(new(), "a", "claim-a", 9, 0, 60);

        Assert.Equal(code, DayBookRules.Hold(state, Holding("b", "claim-b", hour, minute, minutes), []).Code());
    }

    [Fact]
    public void The_same_claim_again_changes_nothing()
    {
        var state = Hold(new(), "a", "claim-a", 9, 0, 60);

        Assert.Same(state, DayBookRules.Hold(state, Holding("a", "claim-a", 9, 0, 60), []).Next);
    }

    [Fact]
    public void A_visit_may_move_over_its_own_old_time_and_then_gives_it_back()
    {
        var state = Hold(new(), "a", "claim-1", 9, 0, 60);

        state = Hold(state, "a", "claim-2", 9, 30, 60);
        state = DayBookRules.Release(state, "claim-1");

        Assert.Equal("claim-2", Assert.Single(state.Entries).Id);
        Assert.Same(state, DayBookRules.Release(state, "claim-1"));
    }

    [Fact]
    public void A_lapsed_claim_gives_way()
    {
        var state = Hold(new(), "a", "claim-a", 9, 0, 60);
        var command = Holding("b", "claim-b", 9, 0, 30);

        var decision = DayBookRules.Hold(state, command, DayBookRules.Rivals(state, "b", command.Start, command.End));

        Assert.Equal("claim-b", Assert.Single(decision.Next!.Entries).Id);
    }

    [Fact]
    public void A_break_without_a_time_or_in_a_strange_year_is_refused_with_all_else_that_is_wrong()
    {
        var nowhere = new BlockTime("r", default, default, " ");
        var strange = new BlockTime("r", _now.AddYears(90), _now.AddYears(90).AddHours(1), "Lunch");

        Assert.Equal(["daybook.no_time", "daybook.label"], DayBookRules.Block(new(), nowhere, _day, "b", _now, []).Codes());
        Assert.Equal(["daybook.strange_year"], DayBookRules.Block(new(), strange, _day, "b", _now, []).Codes());
    }

    [Fact]
    public void A_break_and_a_visit_exclude_each_other()
    {
        var blocked = DayBookRules.Block(new(), Break(12, 60, "Lunch"), _day, "b1", _now, []).Next!;
        Assert.Equal("daybook.taken", DayBookRules.Hold(blocked, Holding("a", "c", 12, 30, 60), []).Code());

        var booked = Hold(new(), "a", "c", 12, 30, 60);
        Assert.Equal("daybook.taken", DayBookRules.Block(booked, Break(12, 60, "Lunch"), _day, "b1", _now, []).Code());
    }

    [Fact]
    public void A_break_is_opened_again_once()
    {
        var blocked = DayBookRules.Block(new(), Break(12, 60, "Lunch"), _day, "b1", _now, []).Next!;

        var opened = DayBookRules.Unblock(blocked, "b1", _day, _now).Next!;

        Assert.Empty(opened.Entries);
        Assert.Equal("daybook.unknown_break", DayBookRules.Unblock(opened, "b1", _day, _now).Code());
    }

    [Fact]
    public void A_break_into_the_next_book_is_begun_here_and_stands_once_that_book_holds_the_rest()
    {
        var command = new BlockTime("r", _day.End.AddMinutes(-30), _day.End.AddMinutes(30), " Meeting ");

        var begun = DayBookRules.Block(new(), command, _day, "b1", _now, []).Next!;

        Assert.Equal((command.Start, _day.End), (Assert.Single(begun.Entries).Start, begun.Entries[0].End));
        Assert.Equal(new PendingBreak("b1", "r", command.End, "Meeting"), begun.Pending);
        Assert.True(Assert.Single(begun.Outbox!.Value) is { Mark: true, NotBefore: null });
        var rest = DayBookRules.BlockRest(new(), new("b1", command.End, "Meeting"), _day.Next, []).Next!;
        Assert.Equal(("b1", _day.End, command.End), (Assert.Single(rest.Entries).Id, rest.Entries[0].Start, rest.Entries[0].End));
        Assert.Same(rest, DayBookRules.BlockRest(rest, new("b1", command.End, "Meeting"), _day.Next, []).Next);
        var stands = DayBookRules.Stand(begun);
        Assert.Equal((begun.Entries, null, null), (stands.Entries, stands.Pending, (object?)stands.Outbox));
        Assert.Empty(DayBookRules.GiveUp(begun).Entries);
        Assert.Null(DayBookRules.GiveUp(begun).Pending);
    }

    [Fact]
    public void Opening_a_break_that_reaches_the_end_of_the_book_owes_the_rest_to_the_next()
    {
        var blocked = DayBookRules.Block(new(), new("r", _day.End.AddMinutes(-30), _day.End, "Meeting"), _day, "b1", _now, []).Next!;
        var rest = DayBookRules.BlockRest(new(), new("b1", _day.End.AddMinutes(30), "Meeting"), _day.Next, []).Next!;

        var opened = DayBookRules.Unblock(blocked, "b1", _day, _now).Next!;

        Assert.Equal((DayBookRules.OpenRestDelivery, _day.Next.Id), (Assert.Single(opened.Outbox!.Value).Kind, opened.Outbox.Value[0].To));
        Assert.Empty(DayBookRules.UnblockRest(rest, "b1").Entries);
        Assert.Same(rest, DayBookRules.UnblockRest(rest, "another"));
    }

    [Fact]
    public void A_visit_s_time_cannot_be_opened_as_if_it_were_a_break()
    {
        var booked = Hold(new(), "a", "c", 9, 0, 60);

        Assert.Equal("daybook.unknown_break", DayBookRules.Unblock(booked, "c", _day, _now).Code());
    }

    [Theory]
    [InlineData(12, 0, "Lunch", "daybook.ends_before_start")]
    [InlineData(12, 60, " ", "daybook.label")]
    [InlineData(23, 2880, "Away", "daybook.too_long")]
    [InlineData(9, 1505, "Away", "daybook.too_long")]
    public void A_break_has_a_length_of_up_to_a_day_and_a_name(int hour, int minutes, string label, string code) =>
        Assert.Equal(code, DayBookRules.Block(new(), Break(hour, minutes, label), _day, "b1", _now, []).Code());

    /// <summary>Random visits come, move, go and break off half way; lapsed claims give way. Nobody is ever booked twice.</summary>
    [Fact]
    public void Whatever_happens_in_whatever_order_no_two_visits_that_stand_overlap()
    {
        var step = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 23], Gen.Int[1, 8], Gen.Int[0, 9]);
        step.Array[1, 60].Sample(steps =>
        {
            var model = new Model();
            foreach (var (visit, start, length, act) in steps)
                model.Step($"v{visit}", At(3, 8).AddMinutes(start * 5), length * 5, act);
        });
    }

    private static DayBookState Hold(DayBookState state, string visit, string claim, int hour, int minute, int minutes)
    {
        var decision = DayBookRules.Hold(state, Holding(visit, claim, hour, minute, minutes), []);
        Assert.Null(decision.Code());
        return decision.Next!;
    }

    private static HoldTime Holding(string visit, string claim, int hour, int minute, int minutes) =>
        new(visit, claim, At(3, hour, minute), At(3, hour, minute).AddMinutes(minutes));

    private static BlockTime Break(int hour, int minutes, string label) => new("r", At(3, hour), At(3, hour).AddMinutes(minutes), label);

    /// <summary>A book, and the claims that the visits' documents name: what stands, and what a visit is about to hold.</summary>
    private sealed class Model
    {
        private readonly Dictionary<string, HoldTime> _standing = [];
        private readonly Dictionary<string, HoldTime> _pending = [];
        private DayBookState _book = new();
        private int _claims;

        public void Step(string visit, DateTimeOffset start, int minutes, int act)
        {
            switch (act)
            {
                case < 5:
                    Claim(visit, start, minutes);
                    Land(visit);
                    break;
                case 5:
                    Claim(visit, start, minutes); // and crash
                    break;
                case 6:
                    Land(visit); // the sweeper finishes
                    break;
                case 7 when _standing.Remove(visit, out var left):
                    _book = DayBookRules.Release(_book, left.ClaimId);
                    break;
                case 8:
                    _standing.Remove(visit); // and the release is lost
                    break;
                case 9:
                    _book = DayBookRules.Block(_book, new("r", start, start.AddMinutes(minutes), "Break"), _day, $"b{++_claims}", _now, Lapsed(null, start, start.AddMinutes(minutes))).Next ?? _book;
                    break;
            }

            Check();
        }

        private void Claim(string visit, DateTimeOffset start, int minutes)
        {
            Land(visit);
            _pending[visit] = new(visit, $"c{++_claims}", start, start.AddMinutes(minutes));
        }

        private void Land(string visit)
        {
            if (!_pending.TryGetValue(visit, out var wanted))
                return;
            var decision = DayBookRules.Hold(_book, wanted, Lapsed(visit, wanted.Start, wanted.End));
            _book = decision.Next ?? _book;
            _pending.Remove(visit);
            if (decision.Answer.Succeeded)
                _standing[visit] = wanted;
        }

        private ImmutableArray<BookEntry> Lapsed(string? visit, DateTimeOffset start, DateTimeOffset end) =>
            [.. DayBookRules.Rivals(_book, visit, start, end).Where(rival => !Named(rival))];

        private bool Named(BookEntry entry) =>
            _standing.GetValueOrDefault(entry.AppointmentId!)?.ClaimId == entry.Id || _pending.GetValueOrDefault(entry.AppointmentId!)?.ClaimId == entry.Id;

        private void Check()
        {
            var breaks = _book.Entries.Where(entry => entry.AppointmentId is null).Select(entry => (entry.Start, entry.End));
            var taken = _standing.Values.Select(held => (held.Start, held.End)).Concat(breaks).OrderBy(time => time.Start).ToArray();
            Assert.All(taken.Zip(taken.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start));
            Assert.All(_standing.Values, held => Assert.Contains(_book.Entries, entry => entry.Id == held.ClaimId));
        }
    }
}
