using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Portal.WebFront.Hosting;

/// <summary>Whether this web front is connected to a silo. A proxy sends nobody to one that is not.</summary>
internal sealed class SiloConnection : IHealthCheck
{
    private int _gateways;

    public void Changed(object? sender, GatewayCountChangedEventArgs change) =>
        Volatile.Write(ref _gateways, change.NumberOfConnectedGateways);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Volatile.Read(ref _gateways) > 0
            ? HealthCheckResult.Healthy()
            : new HealthCheckResult(context.Registration.FailureStatus, "No silo is connected."));
}
