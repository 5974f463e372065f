using Portal.Grains.Audit;

namespace Portal.Silo.Audit;

public static class PortalAudit
{
    /// <summary>Adds the audit trail. Before the caller filter, so that refused calls are seen too.</summary>
    public static ISiloBuilder AddPortalAudit(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<IAuditStore, AuditStore>();
        silo.Services.AddSingleton(provider => new AuditWriter(
            provider.GetRequiredService<IAuditStore>(), provider.GetRequiredService<ILogger<AuditWriter>>(), TimeProvider.System));
        silo.Services.AddSingleton<IAuditLog>(provider => provider.GetRequiredService<AuditWriter>());
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<AuditWriter>());
        return silo.AddIncomingGrainCallFilter<AuditFilter>();
    }
}
