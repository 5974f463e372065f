using Portal.Grains.Interfaces.Live;

namespace Portal.Browser.Tests.Live;

/// <summary>Notices that never come from a grain to its topic, as of a silo that died after its write.</summary>
public sealed class LostNotices : IIncomingGrainCallFilter
{
    private volatile bool _lost;

    public Task Invoke(IIncomingGrainCallContext context) =>
        _lost && context.InterfaceMethod?.Name == nameof(ILiveGrain.Publish) ? Task.CompletedTask : context.Invoke();

    /// <summary>All of them, until it is disposed of.</summary>
    public IDisposable Lose()
    {
        _lost = true;
        return new Losing(this);
    }

    private sealed class Losing(LostNotices notices) : IDisposable
    {
        public void Dispose() => notices._lost = false;
    }
}
