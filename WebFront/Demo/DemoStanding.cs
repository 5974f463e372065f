using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;

namespace Portal.WebFront.Demo;

/// <summary>Whether the demo practice is ready to be shown by this web front, and how far it is until then.</summary>
public sealed class DemoStanding(IGrainFactory grains)
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsReady => _ready.Task.IsCompletedSuccessfully;

    /// <summary>Ends when it is ready, and fails when it never will be.</summary>
    public Task Ready => _ready.Task;

    internal void Is(Exception? failure)
    {
        if (failure is null)
            _ready.TrySetResult();
        else
            _ready.TrySetException(failure);
    }

    /// <summary>The import that fills the practice, whichever web front has begun it; none before it is begun.</summary>
    public async Task<ImportView?> Import()
    {
        using var system = CallerScope.Use(Caller.System(DemoPractice.Slug));
        for (var attempt = 1; ; attempt++)
        {
            var view = await grains.GetGrain<IImportGrain>(GrainKey.For(DemoPractice.Slug, DemoSeeder.ImportId(attempt))).View();
            if (view is not { Status: ImportStatus.Dropped })
                return view;
        }
    }
}
