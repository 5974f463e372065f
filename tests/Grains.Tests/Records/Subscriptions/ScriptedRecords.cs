using System.Collections.Concurrent;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Tests.Records.Subscriptions;

/// <summary>Records that cannot be read for notices, as often as a test says for a practice.</summary>
public sealed class ScriptedRecords : IIncomingGrainCallFilter
{
    private readonly ConcurrentDictionary<string, int> _faults = new(StringComparer.Ordinal);

    /// <summary>The next reads fail, so many of them.</summary>
    public void Fail(string practice, int times = int.MaxValue) => _faults[practice] = times;

    /// <summary>How many of them are still to fail.</summary>
    public int Left(string practice) => _faults.GetValueOrDefault(practice);

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.InterfaceMethod?.Name is nameof(IRecordGrain.Notify) && GrainKey.TryParse(context.TargetId.Key.ToString(), out var key)
            && _faults.GetValueOrDefault(key.Practice) is > 0 and var left && _faults.TryUpdate(key.Practice, left - 1, left))
        {
            throw new InvalidOperationException("The record cannot be read.");
        }

        return context.Invoke();
    }
}
