using Orleans.Runtime;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Access;

/// <summary>The user and the claim make every command repeatable, so no ring of request ids is kept.</summary>
[GrainType("login_name")]
public sealed class LoginNameGrain(
    [PersistentState("login_name", DocumentQueries.Database)] IPersistentState<LoginNameState> stored, DocumentServices services)
    : DocumentGrain<LoginNameState>(stored, services), ILoginNameGrain
{
    private int _failures;
    private DateTimeOffset? _pausedUntil;

    public Task<Result<Done>> Hold(string userId, string claim) => Apply(LoginNameRules.Hold(State, userId, claim, Now));

    public Task<Result<Done>> Keep(string userId, string claim) => Apply(LoginNameRules.Keep(State, userId, claim, Now));

    public Task Release(string userId, string claim) => Apply(LoginNameRules.Release(State, userId, claim));

    public Task<string?> Owner() => Task.FromResult(LoginNameRules.OwnerOf(State, Now));

    public Task<DateTimeOffset?> CountFailure()
    {
        if (!(_pausedUntil > Now))
        {
            _failures++;
            _pausedUntil = SignInRules.PauseAfter(_failures, Now);
            DelayDeactivation(SignInRules.LongestPause * 2);
        }

        return Task.FromResult(_pausedUntil);
    }

    public Task ForgetFailures()
    {
        (_failures, _pausedUntil) = (0, null);
        return Task.CompletedTask;
    }

    private async Task<Result<Done>> Apply(Decision<LoginNameState, Done> decision)
    {
        if (decision.Next is { } next && !ReferenceEquals(next, State))
            await Commit(next);
        return decision.Answer;
    }
}
