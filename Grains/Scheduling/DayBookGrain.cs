using System.Collections.Immutable;
using Orleans.Runtime;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;

namespace Portal.Grains.Scheduling;

[GrainType("daybook")]
public sealed class DayBookGrain(
    [PersistentState("daybook", DocumentQueries.Database)] IPersistentState<DayBookState> stored,
    DocumentServices services,
    StandingClaims claims)
    : DocumentGrain<DayBookState>(stored, services), IDayBookGrain
{
    public async Task<Result<Done>> Hold(HoldTime command)
    {
        var lapsed = await Lapsed(command.AppointmentId, command.Start, command.End);
        var decision = DayBookRules.Hold(State, command, lapsed);
        if (decision.Next is { } next && !ReferenceEquals(next, State))
            await Commit(next);
        return decision.Answer;
    }

    public async Task<bool> IsFree(HoldTime time, ImmutableArray<string> leaving)
    {
        var lapsed = await Lapsed(time.AppointmentId, time.Start, time.End);
        var left = State.Entries.Where(entry => entry.AppointmentId is { } visit && leaving.Contains(visit));
        return DayBookRules.Hold(State, time, [.. lapsed.Union(left)]).Answer.Succeeded;
    }

    public async Task Release(string claimId)
    {
        var next = DayBookRules.Release(State, claimId);
        if (!ReferenceEquals(next, State))
            await Commit(next);
    }

    public async Task<Result<Done>> Block(BlockTime command)
    {
        var practice = await Practice();
        if (!practice.Locations.Any(location => IsAt(practice, location.Id)))
            return DayBookRules.Check(command, Day, Now).Insert(0, DayBookRules.UnknownResource);
        await FinishPending();
        var lapsed = await Lapsed(null, command.Start, command.End);
        var answer = await Close(
            Asked(command.RequestId, "block", command),
            state => DayBookRules.Block(state, command, Day, Services.Ids.New(), Now, lapsed));
        if (answer.Succeeded)
            AnnounceDays(practice);
        return answer;
    }

    public async Task<Result<Done>> Unblock(string requestId, string breakId)
    {
        await FinishPending();
        var answer = await Decide(Asked(requestId, "unblock", breakId), state => DayBookRules.Unblock(state, breakId, Day, Now));
        if (!answer.Succeeded)
            return answer;
        // The rest is owed to the next book in any case; asked at once, the page that comes after the answer shows it.
        if (State.Outbox?.Any(item => item.Id == breakId) is true)
            await OpenRest(breakId);
        AnnounceDays(await Practice());
        return answer;
    }

    public async Task<Result<Done>> BlockRest(BlockRest command)
    {
        var lapsed = await Lapsed(null, Day.Start, command.End);
        var decision = DayBookRules.BlockRest(State, command, Day, lapsed);
        if (decision.Next is { } next && !ReferenceEquals(next, State))
        {
            await Commit(next);
            AnnounceDays(await Practice());
        }

        return decision.Answer;
    }

    public async Task UnblockRest(string breakId)
    {
        var next = DayBookRules.UnblockRest(State, breakId);
        if (ReferenceEquals(next, State))
            return;
        await Commit(next);
        AnnounceDays(await Practice());
    }

    public override async Task Drain()
    {
        await FinishPending();
        await base.Drain();
    }

    public Task<ImmutableArray<HeldTime>> Entries() => Task.FromResult(State.Entries
        .Select(entry => new HeldTime(entry.Id, entry.AppointmentId, entry.Start, entry.End, entry.Label))
        .ToImmutableArray());

    private BookDay Day => BookDay.Parse(Key.Id);

    /// <summary>Runs a command that may need the next book.</summary>
    private async Task<Result<Done>> Close(AskedRequest request, Func<DayBookState, Decision<DayBookState, Done>> rule)
    {
        if (RequestRing.TryAnswer<Done>(State, request, out var answered))
            return answered;
        var decision = rule(State);
        if (decision.Next is not { Pending: { } pending } begun)
            return await Decide(request, _ => decision);
        await Commit(begun with { Pending = pending with { Asked = request.Asked } });
        return await FinishPending();
    }

    private async Task<Result<Done>> FinishPending()
    {
        if (State.Pending is not { } pending)
            return Done.Value;
        using var system = CallerScope.Use(Caller.System(Key.Practice));
        var rest = await NextBook.BlockRest(new(pending.Id, pending.End, pending.Label));
        await Commit(rest.Succeeded
            ? RequestRing.Remember(DayBookRules.Stand(State), new(pending.RequestId, pending.Asked), Done.Value)
            : DayBookRules.GiveUp(State));
        AnnounceDays(await Practice());
        return rest;
    }

    private async Task OpenRest(string breakId)
    {
        using var system = CallerScope.Use(Caller.System(Key.Practice));
        await NextBook.UnblockRest(breakId);
    }

    /// <summary>A book asks only the one after it, so two of them never wait for each other.</summary>
    private IDayBookGrain NextBook => Services.Grains.GetGrain<IDayBookGrain>(Day.Next.Key(Key.Practice));

    private async Task<ImmutableArray<BookEntry>> Lapsed(string? appointmentId, DateTimeOffset start, DateTimeOffset end)
    {
        var lapsed = ImmutableArray.CreateBuilder<BookEntry>();
        foreach (var rival in DayBookRules.Rivals(State, appointmentId, start, end))
        {
            if (!await claims.Stands(GrainKey.For(Key.Practice, rival.AppointmentId!), rival.Id))
                lapsed.Add(rival);
        }

        return lapsed.ToImmutable();
    }

    /// <summary>A break shows on every local day that the book touches, wherever its chair or provider is at work.</summary>
    private void AnnounceDays(PracticeView practice)
    {
        foreach (var location in practice.Locations.Where(location => IsAt(practice, location.Id)))
        {
            var zone = LocalTime.Zone(location.TimeZone);
            foreach (var day in new[] { LocalTime.DayOf(zone, Day.Start), LocalTime.DayOf(zone, Day.End) }.Distinct())
                Services.Publish(Key.Practice, LiveTopic.Day(location.Id, day));
        }
    }

    private async Task<PracticeView> Practice()
    {
        using var system = CallerScope.Use(Caller.System(Key.Practice));
        return await Services.Grains.GetGrain<IPracticeGrain>(GrainKey.For(Key.Practice, IPracticeGrain.Id)).View()
            ?? throw new InvalidOperationException("The practice has no profile.");
    }

    private bool IsAt(PracticeView practice, string locationId) =>
        practice.Chairs.Any(chair => BookDay.Chair(chair.Id) == Day.Resource && chair.LocationId == locationId)
        || practice.Providers.Any(provider => BookDay.Provider(provider.Id) == Day.Resource && provider.LocationIds.Contains(locationId));
}
