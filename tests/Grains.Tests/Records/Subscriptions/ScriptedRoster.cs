using System.Collections.Concurrent;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Records.Subscriptions;

namespace Portal.Grains.Tests.Records.Subscriptions;

/// <summary>Whether anybody listens, as a test says for a practice; afterwards as it is.</summary>
public sealed class ScriptedRoster : IIncomingGrainCallFilter
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Func<bool>>> _answers = new(StringComparer.Ordinal);

    public void Answer(string practice, params Func<bool>[] answers) => _answers[practice] = new(answers);

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.InterfaceMethod?.Name is not nameof(ISubscriptionRosterGrain.Listens)
            || !GrainKey.TryParse(context.TargetId.Key.ToString(), out var key)
            || !_answers.TryGetValue(key.Practice, out var answers)
            || !answers.TryDequeue(out var answer))
        {
            return context.Invoke();
        }

        context.Result = answer();
        return Task.CompletedTask;
    }
}
