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
            return DayBookRules.UnknownResource;
        var lapsed = await Lapsed(null, command.Start, command.End);
        var answer = await Decide(command.RequestId, state => DayBookRules.Block(state, command, Day, Services.Ids.New(), lapsed));
        if (answer.Succeeded)
            AnnounceDays(practice);
        return answer;
    }

    public async Task<Result<Done>> Unblock(string requestId, string breakId)
    {
        var answer = await Decide(requestId, state => DayBookRules.Unblock(state, breakId));
        if (answer.Succeeded)
            AnnounceDays(await Practice());
        return answer;
    }

    public Task<ImmutableArray<HeldTime>> Entries() => Task.FromResult(State.Entries
        .Select(entry => new HeldTime(entry.Id, entry.AppointmentId, entry.Start, entry.End, entry.Label))
        .ToImmutableArray());

    private BookDay Day => BookDay.Parse(Key.Id);

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
