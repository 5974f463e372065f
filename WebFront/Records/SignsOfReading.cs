using Orleans.Runtime;
using Portal.Grains.Interfaces.Records;

namespace Portal.WebFront.Records;

/// <summary>Tells an import now and then that its input is still being read, until it is disposed: an import whose reader died knows it by the silence.</summary>
public sealed partial class SignsOfReading : IAsyncDisposable
{
    private readonly CancellationTokenSource _read = new();
    private readonly Task _telling;

    public SignsOfReading(IImportGrain import, TimeProvider time, ILogger log) => _telling = Tell(import, time, log);

    public async ValueTask DisposeAsync()
    {
        await _read.CancelAsync();
        await _telling;
        _read.Dispose();
    }

    private async Task Tell(IImportGrain import, TimeProvider time, ILogger log)
    {
        using var timer = new PeriodicTimer(ImportLimits.FillTime / 4, time);
        while (await Ticked(timer))
        {
            try
            {
                await import.StillReading();
            }
            catch (Exception failure)
            {
                // Whatever stood in its way (a database too), the next one may get through, and the end of the reading tells by itself.
                SignMissed(log, failure.GetType().Name);
            }
        }
    }

    private async Task<bool> Ticked(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_read.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(602, LogLevel.Warning, "An import did not hear that it is still being read ({Failure}); it is told again.")]
    private static partial void SignMissed(ILogger log, string failure);
}
