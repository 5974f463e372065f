using System.Collections.Immutable;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Interfaces.Records.Subscriptions;
using Portal.Grains.Records.Subscriptions;

namespace Portal.Rules.Tests.Records.Subscriptions;

public sealed class SubscriptionRulesTests
{
    private static readonly DateTimeOffset _now = new(2026, 11, 27, 9, 0, 0, TimeSpan.Zero);

    private static readonly Caller _bridge = new() { Practice = "birch", Roles = Audience.Integrator, UserId = "bridge", Name = "Bridge" };

    private static readonly SubscriptionDraft _hook = new()
    {
        Topic = "appointment-change",
        Channel = NoticeChannel.Hook,
        Endpoint = "https://hooks.example/in",
        Headers = ["Authorization: Bearer secret"],
        Json = "{}",
    };

    private static SubscriptionState Asked(SubscriptionDraft? draft = null, SubscriptionState? before = null) =>
        SubscriptionRules.Save(before ?? new(), new(draft ?? _hook, "https://portal.example/birch/fhir/R4", before is null, null), _bridge, _now);

    private static SubscriptionState Active(SubscriptionDraft? draft = null) => SubscriptionRules.Taken(Asked(draft), null, _now);

    private static ResourceChange Change(int version) => new("Appointment", "a1", version, "p1", _now);

    private static SubscriptionState With(SubscriptionState state, int events)
    {
        foreach (var version in Enumerable.Range(1, events))
        {
            if (SubscriptionRules.FullPage(state) is not null)
                state = SubscriptionRules.Sealed(state, _now);
            state = SubscriptionRules.Happened(state, Change(version));
        }

        return state;
    }

    [Fact]
    public void A_hook_is_requested_until_its_endpoint_has_taken_a_handshake_and_only_then_events_count()
    {
        var asked = Asked();

        Assert.Equal(SubscriptionStatus.Requested, asked.Status);
        Assert.False(SubscriptionRules.Counts(asked));
        Assert.Equal(NoticeKind.Handshake, SubscriptionRules.Due(asked, _now));
        var active = SubscriptionRules.Taken(asked, null, _now);
        Assert.Equal(SubscriptionStatus.Active, active.Status);
        Assert.True(SubscriptionRules.Counts(active));
        Assert.Null(SubscriptionRules.Due(active, _now));
    }

    [Fact]
    public void A_websocket_needs_no_handshake_beforehand_and_nothing_is_posted()
    {
        var state = Asked(_hook with { Channel = NoticeChannel.Socket, Endpoint = "", Headers = [], Heartbeat = 30 });

        Assert.Equal(SubscriptionStatus.Active, state.Status);
        Assert.Null(SubscriptionRules.Due(With(state, 3), _now.AddHours(1)));
    }

    [Fact]
    public void Events_are_numbered_without_a_gap_and_one_that_is_told_twice_counts_once()
    {
        var state = With(Active(), 3);
        state = SubscriptionRules.Happened(state, Change(3));

        Assert.Equal(3, state.Events);
        Assert.Equal([1L, 2L, 3L], state.Recent.Select(one => one.Number));
        Assert.Equal(NoticeKind.Event, SubscriptionRules.Due(state, _now));
    }

    [Fact]
    public void Older_events_go_into_pages_and_the_latest_stay()
    {
        var state = With(Active(), 180);

        Assert.Equal(180, state.Events);
        Assert.Equal(180, (state.SealedPages * SubscriptionRules.PageEvents) + state.Recent.Length);
        Assert.Equal((state.SealedPages * SubscriptionRules.PageEvents) + 1, state.Recent[0].Number);
        Assert.InRange(state.Recent.Length, 25, 75);
    }

    [Fact]
    public void An_endpoint_for_which_too_many_events_wait_is_given_up_and_a_diligent_one_is_not()
    {
        var diligent = Active();
        var idle = Active();
        while (diligent.Events < SubscriptionLimits.KeptEvents + 200)
        {
            diligent = With(diligent, 50) with { Delivered = diligent.Events };
            diligent = diligent with { Recent = [.. diligent.Recent.Select(one => one with { Change = one.Change with { Id = $"a{one.Number}" } })] };
            if (SubscriptionRules.IsLive(idle))
            {
                idle = With(idle, 50);
                idle = idle with { Recent = [.. idle.Recent.Select(one => one with { Change = one.Change with { Id = $"a{one.Number}" } })] };
            }
        }

        Assert.Equal(SubscriptionStatus.Active, diligent.Status);
        Assert.True(diligent.FirstPage > 0);
        Assert.Equal(SubscriptionStatus.Off, idle.Status);
        Assert.Contains("10000 events", idle.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_wait_doubles_up_to_a_quarter_of_an_hour()
    {
        var waits = Enumerable.Range(1, 12).Select(SubscriptionRules.Wait).ToList();

        Assert.Equal([5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900, 900], waits.Select(wait => (int)wait.TotalSeconds));
        Assert.Equal(SubscriptionLimits.LongestWait, SubscriptionRules.Wait(10_000));
    }

    [Fact]
    public void A_handshake_that_fails_is_an_error_at_once_and_tried_again()
    {
        var state = SubscriptionRules.Failed(Asked(), "The endpoint cannot be reached.", _now);

        Assert.Equal((SubscriptionStatus.Error, "The endpoint cannot be reached."), (state.Status, state.Reason));
        Assert.Null(SubscriptionRules.Due(state, _now.AddSeconds(4)));
        Assert.Equal(NoticeKind.Handshake, SubscriptionRules.Due(state, _now.AddSeconds(5)));
    }

    [Fact]
    public void Five_failures_in_a_row_are_an_error_and_one_success_ends_it()
    {
        var state = With(Active(), 1);
        var statuses = new List<SubscriptionStatus>();
        for (var count = 1; count <= SubscriptionLimits.FailuresBeforeError; count++)
        {
            state = SubscriptionRules.Failed(state, "The endpoint answered with the status 500.", _now);
            statuses.Add(state.Status);
        }

        Assert.Equal([SubscriptionStatus.Active, SubscriptionStatus.Active, SubscriptionStatus.Active, SubscriptionStatus.Active, SubscriptionStatus.Error], statuses);
        Assert.True(SubscriptionRules.Counts(state));
        var mended = SubscriptionRules.Taken(state, 1, _now);
        Assert.Equal((SubscriptionStatus.Active, 0, null, 1L), (mended.Status, mended.Failures, mended.Reason, mended.Delivered));
    }

    [Fact]
    public void After_a_day_of_failures_it_is_off_with_the_reason()
    {
        var state = With(Active(), 1);
        var at = _now;
        while (SubscriptionRules.IsLive(state))
        {
            state = SubscriptionRules.Failed(state, "The endpoint did not answer in time.", at);
            at = state.NotBefore ?? at;
        }

        Assert.InRange((at - _now).TotalHours, 24, 24.5);
        Assert.Equal("The endpoint did not answer in time.", state.Reason);
        Assert.False(SubscriptionRules.IsForgotten(state, at + TimeSpan.FromDays(29)));
        Assert.True(SubscriptionRules.IsForgotten(state, at + TimeSpan.FromDays(30)));
    }

    [Fact]
    public void A_heartbeat_is_due_when_nothing_was_sent_for_its_period()
    {
        var state = Active(_hook with { Heartbeat = 60 });

        Assert.Null(SubscriptionRules.Due(state, _now.AddSeconds(59)));
        Assert.Equal(NoticeKind.Heartbeat, SubscriptionRules.Due(state, _now.AddSeconds(60)));
        Assert.Equal(_now.AddSeconds(60), SubscriptionRules.Next(state));
        Assert.Equal(_now.AddSeconds(90), SubscriptionRules.Next(SubscriptionRules.Spoken(state, _now.AddSeconds(30))));
        Assert.Null(SubscriptionRules.Next(Active()));
        Assert.Equal(_now.AddMinutes(1), SubscriptionRules.Next(Active(_hook with { End = _now.AddMinutes(1) })));
    }

    [Fact]
    public void A_heartbeat_that_failed_is_tried_again_after_the_wait_and_not_before()
    {
        var state = SubscriptionRules.Failed(Active(_hook with { Heartbeat = 60 }), "The endpoint cannot be reached.", _now);

        Assert.Equal(_now.AddSeconds(5), SubscriptionRules.Next(state));
        Assert.Null(SubscriptionRules.Due(state, _now.AddSeconds(4)));
        Assert.Equal(NoticeKind.Heartbeat, SubscriptionRules.Due(state, _now.AddSeconds(5)));
    }

    [Fact]
    public void What_is_asked_for_anew_needs_a_handshake_again_and_loses_no_event()
    {
        var state = With(Active(), 2);

        var again = Asked(_hook with { Headers = [$"Authorization: {SubscriptionDraft.Kept}"] }, state);

        Assert.Equal((SubscriptionStatus.Requested, NoticeKind.Handshake), (again.Status, SubscriptionRules.Due(again, _now)));
        Assert.Equal("Authorization: Bearer secret", Assert.Single(again.Draft!.Headers));
        var after = SubscriptionRules.Happened(again, Change(3));
        Assert.True(SubscriptionRules.Counts(again));
        Assert.Equal((3L, 0L), (after.Events, SubscriptionRules.Taken(after, null, _now).Delivered));
    }

    [Fact]
    public void What_is_not_kept_any_more_is_passed_over_and_not_sent_for_ever()
    {
        var state = With(Active(_hook with { MaxCount = 20 }), 10) with { FirstPage = 2, Events = 130, Delivered = 3 };

        Assert.Equal((101L, 120L), SubscriptionRules.After(state, state.Delivered));
        Assert.Equal((121L, 130L), SubscriptionRules.After(state, 120));
        Assert.Equal(100, Asked(_hook, SubscriptionRules.End(state, "Too many", _now)).Delivered);
    }

    [Fact]
    public void Another_way_or_other_filters_begin_where_it_stands()
    {
        var state = With(Active(), 5);
        var socket = _hook with { Channel = NoticeChannel.Socket, Endpoint = "", Headers = [] };
        SearchFilter booked = new("status", SearchModifier.None, ["booked"]);

        Assert.Equal(5, Asked(_hook, With(Asked(socket), 5)).Delivered);
        Assert.Equal(5, Asked(_hook with { Filters = [booked] }, state).Delivered);
        Assert.Equal(0, Asked(_hook with { Filters = [booked with { Values = ["booked"] }] }, With(Active(_hook with { Filters = [booked] }), 5)).Delivered);
    }

    [Fact]
    public void What_the_portal_cannot_do_is_put_off_and_not_the_endpoints_fault()
    {
        var state = With(Active(), 1);
        var at = _now;
        for (var count = 0; count < 200; count++)
        {
            state = SubscriptionRules.Hindered(state, at);
            at = state.NotBefore!.Value;
        }

        Assert.True(at - _now > SubscriptionLimits.GivenUpAfter);
        Assert.Equal((SubscriptionStatus.Active, null), (state.Status, state.Reason));
        Assert.True(SubscriptionRules.IsLenient(state));
        Assert.Equal(NoticeKind.Event, SubscriptionRules.Due(state, at));
        Assert.False(SubscriptionRules.IsLenient(SubscriptionRules.Taken(state, 1, at)));
        Assert.Equal(SubscriptionStatus.Active, SubscriptionRules.Failed(state, "The endpoint cannot be reached.", at).Status);
    }

    [Fact]
    public void What_the_endpoint_does_not_take_is_no_reason_to_leave_anything_out()
    {
        var state = With(Active(), 1);
        for (var count = 0; count < SubscriptionLimits.FailuresBeforeError; count++)
            state = SubscriptionRules.Failed(state, "The endpoint cannot be reached.", _now);

        Assert.False(SubscriptionRules.IsLenient(state));
        Assert.False(SubscriptionRules.IsLenient(SubscriptionRules.Hindered(state, _now)));
    }

    [Fact]
    public void A_heartbeat_that_the_portal_could_not_make_is_tried_again()
    {
        var state = SubscriptionRules.Hindered(Active(_hook with { Heartbeat = 60 }), _now);

        Assert.Null(SubscriptionRules.Due(state, _now.AddSeconds(4)));
        Assert.Equal(NoticeKind.Heartbeat, SubscriptionRules.Due(state, _now.AddSeconds(5)));
    }

    [Fact]
    public void The_sweeper_sees_at_once_what_is_to_be_sent_and_the_rest_once_an_hour()
    {
        var idle = SubscriptionRules.Watched(Active(), _now);
        var owing = SubscriptionRules.Watched(With(idle, 1), _now);
        var failing = SubscriptionRules.Watched(SubscriptionRules.Failed(owing, "The endpoint cannot be reached.", _now), _now);

        Assert.Equal(_now.AddHours(1), Mark(idle));
        Assert.Null(Mark(owing));
        Assert.Equal(_now.AddSeconds(5), Mark(failing));
        Assert.Equal(_now.AddMinutes(20), Mark(SubscriptionRules.Watched(Active(_hook with { Heartbeat = 1200 }), _now)));
        Assert.Null(Mark(SubscriptionRules.Watched(Active(_hook with { Heartbeat = 1200 }), _now.AddMinutes(20))));
        Assert.Equal(_now.AddMinutes(9), Mark(SubscriptionRules.Watched(Active(_hook with { End = _now.AddMinutes(9) }), _now)));
        Assert.Equal(_now.AddHours(1), Mark(SubscriptionRules.Watched(Asked(_hook with { Channel = NoticeChannel.Socket }), _now)));
        Assert.False(SubscriptionRules.IsIdleInSight(idle, _now.AddMinutes(59)));
        Assert.True(SubscriptionRules.IsIdleInSight(idle, _now.AddHours(1)));
        Assert.False(SubscriptionRules.IsIdleInSight(owing, _now.AddHours(1)));
    }

    [Theory]
    [InlineData("https://hooks.example/other", "Authorization: ***", null)]
    [InlineData("https://hooks.example:8443/in", "Authorization: ***", "subscription.header_unknown")]
    [InlineData("https://elsewhere.example/in", "Authorization: ***", "subscription.header_unknown")]
    [InlineData("https://elsewhere.example/in", "Authorization: Bearer another", null)]
    [InlineData("https://hooks.example/in", "X-Key: ***", "subscription.header_unknown")]
    [InlineData("https://elsewhere.example/in", "Authorization:***", "subscription.header_unknown")]
    [InlineData("https://hooks.example/in", "authorization:  *** ", null)]
    public void A_secret_is_kept_for_the_server_that_has_it_and_told_to_no_other(string endpoint, string header, string? problem)
    {
        var state = Active();

        var refusal = SubscriberRules.Refuse(state, new(_hook with { Endpoint = endpoint, Headers = [header] }, "https://x", false, null), _bridge);

        Assert.Equal(problem, refusal?.Code);
        Assert.Equal(problem is null ? null : "Subscription.channel.header[0]", refusal?.Field);
    }

    [Fact]
    public void A_subscription_stays_with_its_topic()
    {
        var refusal = SubscriberRules.Refuse(Active(), new(_hook with { Topic = "message-change" }, "https://x", false, null), _bridge);

        Assert.Equal("subscription.topic_stays", refusal?.Code);
    }

    [Fact]
    public void One_that_ended_stays_in_sight_only_to_be_forgotten_and_can_be_begun_again()
    {
        var off = SubscriptionRules.End(With(Active(), 2), "The access of the app has ended.", _now);

        Assert.Equal(_now.AddDays(30), Assert.Single(off.Outbox!.Value).NotBefore);
        Assert.Empty(off.Draft!.Headers);
        var again = Asked(_hook, off);
        Assert.Null(again.OffSince);
        Assert.Null(Assert.Single(again.Outbox!.Value).NotBefore);
        Assert.Equal(2, again.Events);
    }

    [Fact]
    public void Whatever_ends_it_its_secret_is_forgotten_unless_the_subscriber_lets_it_rest()
    {
        var failing = With(Active(), 1);
        for (var at = _now; SubscriptionRules.IsLive(failing); at += SubscriptionLimits.LongestWait)
            failing = SubscriptionRules.Failed(failing, "The endpoint cannot be reached.", at);
        var resting = Asked(_hook with { Off = true, Headers = ["Authorization: ***"] }, Active());

        Assert.Empty(failing.Draft!.Headers);
        Assert.Equal(_hook.Headers.AsEnumerable(), resting.Draft!.Headers);
        Assert.Equal(_hook.Headers.AsEnumerable(), Asked(_hook with { Headers = ["Authorization: ***"] }, resting).Draft!.Headers);
    }

    [Fact]
    public void A_value_that_is_kept_is_not_sealed_a_second_time()
    {
        var stored = HeaderRules.Sealed(["Authorization: ***", "X-Key: new"], value => $"sealed:{value}");

        Assert.Equal(["Authorization: ***", "X-Key: sealed:new"], stored.AsEnumerable());
        Assert.Equal(["Authorization: sealed:old", "X-Key: sealed:new"], HeaderRules.Kept(stored, ["Authorization: sealed:old"]).AsEnumerable());
    }

    [Theory]
    [InlineData("patient/*.cruds", "p1", null, "subscription.other_patient")]
    [InlineData("patient/*.cruds", "p2", null, null)]
    [InlineData("patient/Condition.rs patient/Subscription.cruds", "p2", null, "subscription.out_of_reach")]
    [InlineData("patient/*.cruds", "p2", "no grant", "subscription.not_for_them")]
    public void A_token_for_one_patient_reaches_that_patient_only(string scope, string tokenFor, string? fault, string? problem)
    {
        var caller = new Caller
        {
            Practice = "birch", Roles = Audience.Patient, UserId = "u", PatientId = tokenFor, OnlyPatientId = tokenFor, Scope = scope, AppId = "birch.app",
            GrantId = fault is null ? "g" : null,
        };
        var draft = _hook with { Filters = [new("patient", SearchModifier.None, ["Patient/p2"])] };

        var refusal = SubscriberRules.Refuse(new(), new(draft, "https://x", true, null), caller);

        Assert.Equal(problem, refusal?.Code);
        Assert.Equal(tokenFor, SubscriberRules.Entry(Save(draft, caller), "s1").PatientId);
    }

    [Fact]
    public void Another_subscriber_s_is_unknown_and_an_old_version_is_refused()
    {
        var state = Active();
        var other = _bridge with { UserId = "birch.program", AppId = "birch.program" };

        Assert.Equal("subscription.unknown", SubscriberRules.Refuse(state, new(_hook, "https://x", false, null), other)?.Code);
        Assert.Equal("subscription.unknown", SubscriberRules.Refuse(new(), new(_hook, "https://x", false, null), _bridge)?.Code);
        Assert.Equal("subscription.other_version", SubscriberRules.Refuse(state, new(_hook, "https://x", false, state.VersionId - 1), _bridge)?.Code);
        Assert.Null(SubscriberRules.Refuse(state, new(_hook, "https://x", false, state.VersionId), _bridge));
    }

    private static DateTimeOffset? Mark(SubscriptionState state) => Assert.Single(state.Outbox!.Value).NotBefore;

    private static SubscriptionState Save(SubscriptionDraft draft, Caller caller) =>
        SubscriptionRules.Save(new(), new(draft, "https://x", true, null), caller, _now);
}
