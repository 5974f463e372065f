using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Sharing;
using Portal.Grains.Sharing;

namespace Portal.Rules.Tests.Sharing;

public sealed class HealthLinkRulesTests
{
    private const string File = "e30..bm9uY2U.Y29udGVudA.dGFn";
    private static readonly DateTimeOffset _now = new(2026, 11, 23, 15, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(HealthLinkLife.Hour, 1)]
    [InlineData(HealthLinkLife.Day, 24)]
    [InlineData(HealthLinkLife.Week, 7 * 24)]
    [InlineData(HealthLinkLife.Month, 30 * 24)]
    [InlineData(HealthLinkLife.Quarter, 90 * 24)]
    public void A_link_works_until_its_time_is_over_and_then_its_file_is_due_to_go(HealthLinkLife life, int hours)
    {
        var link = Made(Command() with { Life = life });
        var end = _now.AddHours(hours);

        Assert.Equal(end, link.ExpiresAt);
        Assert.True(HealthLinkRules.IsOpen(link, end.AddTicks(-1)));
        Assert.False(HealthLinkRules.IsOpen(link, end));
        var view = HealthLinkRules.View(link, "link", hasFile: true, end);
        Assert.Equal((HealthLinkStanding.Expired, (DateTimeOffset?)end), (view.Standing, view.EndedAt));
        Assert.Equal((HealthLinkRules.RemoveFile, "link", (DateTimeOffset?)end), (Owed(link).Kind, Owed(link).To, Owed(link).NotBefore));
    }

    [Fact]
    public void Whoever_names_nothing_gets_a_usual_name() => Assert.Equal("Health summary", Made(Command() with { Label = "  " }).Label);

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        var command = Command() with { Label = new('x', 81), Passcode = "12345", Life = (HealthLinkLife)9, File = "{\"resourceType\":\"Bundle\"}" };

        var problems = HealthLinkRules.Problems(new(), command, others: 20);

        Assert.Equal(
            ["share.label_too_long", "share.passcode_length", "share.life_unknown", "share.too_many", "share.not_encrypted"],
            problems.Select(problem => problem.Code));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("123456", true)]
    [InlineData("  12345 ", false)]
    [InlineData("a passcode of many words", true)]
    public void A_passcode_is_none_or_long_enough(string passcode, bool good) =>
        Assert.Equal(good, HealthLinkRules.Problems(new(), Command() with { Passcode = passcode }, others: 0).IsEmpty);

    [Theory]
    [InlineData(19, true)]
    [InlineData(20, false)]
    public void Twenty_links_of_a_patient_work_at_the_same_time(int others, bool one) =>
        Assert.Equal(one, HealthLinkRules.Problems(new(), Command(), others).IsEmpty);

    [Theory]
    [InlineData("e30.a2V5.bm9uY2U.Y29udGVudA.dGFn")]
    [InlineData("e30..bm9uY2U.Y29udGVudA")]
    [InlineData("e30..bm9uY2U..dGFn")]
    [InlineData("")]
    public void Only_an_encrypted_file_without_its_key_is_kept(string file) =>
        Assert.Equal("share.not_encrypted", Assert.Single(HealthLinkRules.Problems(new(), Command() with { File = file }, others: 0)).Code);

    [Fact]
    public void A_file_has_a_greatest_size() => Assert.Equal(
        "share.too_large", Assert.Single(HealthLinkRules.Problems(new(), Command() with { File = new('x', HealthLinkLimits.File + 1) }, others: 0)).Code);

    [Fact]
    public void A_link_is_made_once() =>
        Assert.Equal("share.made", Assert.Single(HealthLinkRules.Problems(Made(Command()), Command(), others: 1)).Code);

    [Fact]
    public void Until_its_file_is_there_it_is_no_link_and_the_file_is_due_to_go_soon()
    {
        var begun = HealthLinkRules.Begun(Command(), new("link", "Ana Ortiz", null, "item", _now));

        Assert.False(HealthLinkRules.IsOpen(begun, _now));
        Assert.Equal((begun.ExpiresAt, _now.AddMinutes(10)), (Owed(begun).NotBefore, begun.ExpiresAt));
        Assert.Same(begun, HealthLinkRules.Revoke(begun, _now).Next);
        Assert.Empty(HealthLinkRules.Problems(begun, Command(), others: 0));
    }

    [Fact]
    public void A_link_without_its_file_is_not_shown_as_one_that_works()
    {
        var link = Made(Command());

        Assert.Equal(HealthLinkStanding.Open, HealthLinkRules.View(link, "link", hasFile: true, _now).Standing);
        Assert.Equal(HealthLinkStanding.Lost, HealthLinkRules.View(link, "link", hasFile: false, _now).Standing);
        Assert.Equal(HealthLinkStanding.Expired, HealthLinkRules.View(link, "link", hasFile: false, link.ExpiresAt).Standing);
    }

    [Fact]
    public void The_tenth_wrong_passcode_ends_the_link()
    {
        var link = Made(Command() with { Passcode = "123456" });
        for (var attempt = 1; attempt < 10; attempt++)
        {
            link = HealthLinkRules.Failed(link, _now);
            Assert.Equal(10 - attempt, HealthLinkRules.AttemptsLeft(link));
        }

        Assert.True(HealthLinkRules.IsOpen(link, _now));
        link = HealthLinkRules.Failed(link, _now);

        Assert.Equal((HealthLinkStanding.Locked, 0), (HealthLinkRules.StandingOf(link, _now), HealthLinkRules.AttemptsLeft(link)));
        Assert.Null(Owed(link).NotBefore);
    }

    [Fact]
    public void What_may_be_seen_once_ends_with_the_file_that_is_given()
    {
        var link = HealthLinkRules.Opened(Made(Command() with { ViewOnce = true }), "Dr. Weber", ticketHash: null, _now);

        Assert.Equal(HealthLinkStanding.Used, HealthLinkRules.StandingOf(link, _now));
        Assert.Null(Owed(link).NotBefore);
    }

    [Fact]
    public void Tickets_end_with_the_one_that_is_redeemed_when_the_link_may_be_seen_once()
    {
        var link = Made(Command() with { ViewOnce = true });
        link = HealthLinkRules.Opened(link, "Dr. Weber", "first", _now);
        link = HealthLinkRules.Opened(link, "Dr. Weber", "second", _now);
        Assert.True(HealthLinkRules.IsOpen(link, _now));

        link = HealthLinkRules.Redeemed(link, "second", _now)!;

        Assert.Equal((HealthLinkStanding.Used, 2), (HealthLinkRules.StandingOf(link, _now), link.Opened));
        Assert.Empty(link.Tickets);
    }

    [Fact]
    public void A_ticket_is_good_once_and_for_five_minutes()
    {
        var link = HealthLinkRules.Opened(Made(Command()), "Dr. Weber", "ticket", _now);

        Assert.Null(HealthLinkRules.Redeemed(link, "another", _now));
        Assert.Null(HealthLinkRules.Redeemed(link, "ticket", _now.AddMinutes(5)));
        var used = HealthLinkRules.Redeemed(link, "ticket", _now.AddMinutes(4))!;
        Assert.True(HealthLinkRules.IsOpen(used, _now));
        Assert.Null(HealthLinkRules.Redeemed(used, "ticket", _now));
    }

    [Fact]
    public void The_newest_openings_and_tickets_are_kept_and_all_are_counted()
    {
        var link = Made(Command());
        for (var i = 1; i <= 130; i++)
            link = HealthLinkRules.Opened(link, $"reader {i}", $"ticket {i}", _now);

        Assert.Equal((130, 100, 20), (link.Opened, link.Openings.Length, link.Tickets.Length));
        Assert.Equal(("reader 130", "ticket 130"), (link.Openings[0].Recipient, link.Tickets[^1].Hash));
    }

    [Fact]
    public void What_somebody_says_about_the_own_name_fits_a_line()
    {
        var said = "  Dr.\0 Weber\r\n\u202e " + string.Concat(Enumerable.Repeat("🦷", 80));

        var shown = HealthLinkRules.Opened(Made(Command()), said, null, _now).Openings[0].Recipient;

        Assert.StartsWith("Dr. Weber", shown, StringComparison.Ordinal);
        Assert.True(shown.Length <= HealthLinkLimits.Recipient);
        Assert.DoesNotContain(shown, letter => char.IsControl(letter) || letter is '\u202e');
        Assert.False(char.IsHighSurrogate(shown[^1]));
    }

    [Fact]
    public void A_link_that_has_ended_stays_as_it_ended()
    {
        var revoked = HealthLinkRules.Revoke(Made(Command()), _now).Next!;

        var again = HealthLinkRules.Revoke(revoked, _now.AddHours(1));

        Assert.Equal(HealthLinkStanding.Revoked, HealthLinkRules.StandingOf(revoked, _now.AddDays(100)));
        Assert.Same(revoked, again.Next);
        Assert.True(again.Answer.Succeeded);
    }

    private static MakeHealthLink Command() => new("request", "ana", "For Dr. Weber", "", HealthLinkLife.Week, ViewOnce: false, File);

    private static HealthLinkState Made(MakeHealthLink command)
    {
        Assert.Empty(HealthLinkRules.Problems(new(), command, others: 0));
        var hash = command.Passcode.Length > 0 ? "hash" : null;
        var making = new LinkMaking("link", "Ana Ortiz", hash, "item", _now);
        return HealthLinkRules.Make(HealthLinkRules.Begun(command, making), command, making).Next!;
    }

    [Fact]
    public void A_link_is_forgotten_a_year_after_its_time_and_a_try_that_broke_off_at_once()
    {
        var command = new MakeHealthLink("r", "mother", "", "", HealthLinkLife.Day, ViewOnce: false, "e30..bm9uY2U.Y29udGVudA.dGFn");
        var making = new LinkMaking("link", "Ana Ortiz", null, "item", _now);
        var begun = HealthLinkRules.Begun(command, making);
        var link = HealthLinkRules.Make(begun, command, making).Next!;

        Assert.Equal(_now.AddDays(1) + HealthLinkRules.Kept, Assert.Single(link.Outbox!.Value, item => item.Kind == HealthLinkRules.Forget).NotBefore);
        Assert.False(HealthLinkRules.IsForgotten(link, _now.AddDays(365)));
        Assert.True(HealthLinkRules.IsForgotten(link, _now.AddDays(366)));
        Assert.False(HealthLinkRules.IsForgotten(begun, _now));
        Assert.True(HealthLinkRules.IsForgotten(begun, _now + HealthLinkRules.MakingTime));
        Assert.False(HealthLinkRules.IsForgotten(new(), _now.AddDays(999)));
    }

    private static OutboxItem Owed(HealthLinkState link) => Assert.Single(link.Outbox!.Value, item => item.Kind == HealthLinkRules.RemoveFile);
}
