using System.Globalization;
using System.Text.Json;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Records;

namespace Portal.WebFront.Demo;

/// <summary>Fills an empty portal with the demo practice.</summary>
public interface IDemoSeeder
{
    /// <summary>
    /// Imports the demo practice by the same way as any other data and gives its people their sign-ins. Does nothing
    /// when it is there, and finishes what a crash interrupted.
    /// </summary>
    Task SeedIfEmpty(CancellationToken cancellation);

    /// <summary>Whether nothing is left to be done.</summary>
    Task<bool> IsThere();
}

internal sealed class DemoSeeder(IGrainFactory grains, ImportIntake intake, ImportWatch watch, TimeProvider time) : IDemoSeeder
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    public static string ImportId(int attempt) => string.Create(CultureInfo.InvariantCulture, $"demo-{attempt}");

    public Task<bool> IsThere()
    {
        using var system = CallerScope.Use(Caller.System(DemoPractice.Slug));
        return new DemoAccess(grains).IsGiven();
    }

    public async Task SeedIfEmpty(CancellationToken cancellation)
    {
        using var system = CallerScope.Use(Caller.System(DemoPractice.Slug));
        var signIns = new DemoAccess(grains);
        // Hashing passwords takes long on purpose, and needs nothing of the import.
        await Task.WhenAll(Import(cancellation), signIns.ProvisionStaff());
        await signIns.EnterStaff();
        await signIns.ProvisionPatients();
    }

    /// <summary>An import that was begun goes on by itself; one that was never started is given up for another.</summary>
    private async Task Import(CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var id = ImportId(attempt);
            var import = grains.GetGrain<IImportGrain>(GrainKey.For(DemoPractice.Slug, id));
            var view = await import.View();
            if (view is null)
            {
                if (await Practice().Card() is not null)
                    return;
                await Begin(id, cancellation);
                await WaitFor(id, cancellation);
                return;
            }

            if (view.Status is ImportStatus.Open)
                await import.Drop();
            else if (view.Status is not ImportStatus.Dropped)
            {
                await WaitFor(id, cancellation);
                return;
            }
        }
    }

    private async Task Begin(string id, CancellationToken cancellation)
    {
        using var bundle = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(DemoBundle.At(time.GetUtcNow())));
        var taken = await intake.TakeBundle(new(DemoPractice.Slug, id, ImportSource.Demo, ""), bundle, cancellation);
        if (!taken.Succeeded)
            throw new InvalidOperationException($"The demo practice was not taken in: {taken.Problems[0].Code}.");
    }

    private async Task WaitFor(string id, CancellationToken cancellation)
    {
        var view = await watch.Wait(DemoPractice.Slug, id, _patience, cancellation);
        if (view is not { Status: ImportStatus.Done, ProblemCount: 0 })
            throw new InvalidOperationException($"The import of the demo practice is {view?.Status} with {view?.ProblemCount} problems.");
    }

    private IPracticeGrain Practice() => grains.GetGrain<IPracticeGrain>(GrainKey.For(DemoPractice.Slug, IPracticeGrain.Id));
}
