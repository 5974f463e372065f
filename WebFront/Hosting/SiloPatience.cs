namespace Portal.WebFront.Hosting;

/// <summary>Lets a web front start before the silos: it tries until one is there.</summary>
internal sealed partial class SiloPatience(TimeProvider time, ILogger<SiloPatience> log) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(2);

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        NoSilo(log, exception.GetType().Name);
        await Task.Delay(_pause, time, cancellationToken);
        return true;
    }

    [LoggerMessage(501, LogLevel.Warning, "No silo answers yet ({Failure}); trying again.")]
    private static partial void NoSilo(ILogger log, string failure);
}
