using Orleans.Runtime;
using Portal.Grains.Audit;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Apps;
using Portal.Grains.Records.Subscriptions;

namespace Portal.Grains.Apps;

[GrainType("app")]
public sealed class AppGrain([PersistentState("app", DocumentQueries.Database)] IPersistentState<AppState> stored, DocumentServices services)
    : DocumentGrain<AppState>(stored, services), IAppGrain, IAboutApp
{
    public string? AboutApp => Key.Id;

    public Task<AppView?> View() => Task.FromResult(AppRules.View(State, Key.Id));

    public Task<AppCard?> Card() => Task.FromResult(
        State.Draft is { } draft ? new AppCard(Key.Id, draft.Name, draft.Homepage, State.Stopped) : null);

    public Task<Result<Done>> Save(SaveApp command) =>
        Decide(Asked(command.RequestId, "save", command), state => AppRules.Save(state, Key, command, Now));

    public Task<Result<Done>> SetStopped(string requestId, bool stopped) =>
        Decide(Asked(requestId, "stop", stopped), state => AppRules.SetStopped(state, stopped));

    public async Task<AppView?> Use()
    {
        if (State.Draft is null || State.Stopped)
            return null;
        var next = AppRules.Used(State, Now);
        if (!ReferenceEquals(next, State))
            await Commit(next);
        return AppRules.View(State, Key.Id);
    }

    /// <summary>What it has subscribed to ends at once, not only with the next event.</summary>
    protected override AppState Owing(AppState before, AppState next) => !before.Stopped && next.Stopped
        ? next.Owe(Services.Ids.New(), AppEndedDelivery.Kind, Key.Id, "", Now)
        : next;
}
