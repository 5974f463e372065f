using Orleans.Runtime;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Tests.Tenancy;

/// <summary>Lets a test send any seal, behind the filter that would send the caller's.</summary>
internal sealed class ForgedSeal : IOutgoingGrainCallFilter
{
    private static readonly AsyncLocal<string?> _seal = new();

    /// <summary>Calls on nobody's behalf carry this seal until the returned scope is disposed; with none they go out as they are.</summary>
    public static IDisposable Use(string? seal)
    {
        _seal.Value = seal;
        return new Scope();
    }

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (CallerScope.Current is null && _seal.Value is { } seal)
            RequestContext.Set(CallerSeal.ContextKey, seal);
        return context.Invoke();
    }

    private sealed class Scope : IDisposable
    {
        public void Dispose() => _seal.Value = null;
    }
}
