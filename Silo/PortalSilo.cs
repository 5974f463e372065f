using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Portal.Grains;
using Portal.Grains.Access;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Notices;
using Portal.Grains.Patients;
using Portal.Grains.Records;
using Portal.Grains.Records.Subscriptions;
using Portal.Grains.Scheduling;
using Portal.Grains.Sharing;
using Portal.Grains.Webmail;
using Portal.Silo.Audit;
using Portal.Silo.Documents;
using Portal.Silo.Hosting;
using Portal.Silo.Notices;
using Portal.Silo.Outbox;
using Portal.Silo.Storage;
using Portal.Silo.Subscriptions;

namespace Portal.Silo;

/// <summary>Composes a silo of the portal: storage, call filters and the features' deliveries.</summary>
public static class PortalSilo
{
    /// <summary>Shorter than the default 30 s: a person waits for the answer, and a timeout means "ask again".</summary>
    public static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(10);

    public static ISiloBuilder UsePortal(this ISiloBuilder silo, PortalDatabase database, CallerSeal seal, PortalSettings settings)
    {
        silo.AddPortalStorage(database);
        silo.AddPortalAudit();
        silo.AddIncomingGrainCallFilter<IncomingCallerFilter>();
        silo.AddOutgoingGrainCallFilter<OutgoingCallerFilter>();
        silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = ResponseTimeout);
        silo.Services.AddSingleton(seal);
        silo.Services.RememberInterfaceNames();
        silo.Services.AddPortalGrains();
        silo.Services.AddSingleton<INoticeSender>(NoticeSenderFor(settings));
        silo.Services.AddSingleton<ICopySender>(provider => new CopySender(
            provider.GetRequiredService<IStoredFiles>(), PostOf(settings.Mail, settings, "mail"), PostOf(settings.Direct, settings, "direct")));
        silo.Services.AddSingleton(settings.Subscriptions);
        silo.Services.AddSingleton<IHookSender, HttpHookSender>();
        silo.Services.AddSingleton<ISecretSeal>(_ => new SecretSeal(settings));
        silo.Services.AddSingleton(provider => StoredFilesOf(provider, database, settings));
        silo.Services.AddSingleton<IStoredContent, StoredContent>();
        silo.Services.AddSingleton<FileSweep>();
        silo.Services.AddSingleton<OutboxSweeper>();
        silo.Services.AddHostedService(provider => provider.GetRequiredService<OutboxSweeper>());
        return silo;
    }

    /// <summary>The same composition as a client of the cluster sees it.</summary>
    public static IClientBuilder UsePortal(this IClientBuilder client, CallerSeal seal)
    {
        client.AddOutgoingGrainCallFilter<OutgoingCallerFilter>();
        client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = ResponseTimeout);
        client.Services.AddSingleton(seal);
        client.Services.RememberInterfaceNames();
        return client;
    }

    private static void AddPortalGrains(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Ids>();
        services.AddSingleton<DocumentServices>();
        services.AddSingleton<DocumentQueries>();
        services.AddSingleton<ParkedDeliveries>();
        services.AddAccess();
        services.AddPatients();
        services.AddRecords();
        services.AddScheduling();
        services.AddSharing();
        services.AddWebmail();
    }

    private static IStoredFiles StoredFilesOf(IServiceProvider provider, PortalDatabase database, PortalSettings settings) =>
        settings.Mode is PortalMode.Embedded
            ? new FolderFiles(settings.FilesFolder)
            : new TableFiles(database.DataSource, provider.GetRequiredService<DocumentQueries>());

    private static NoticeSender NoticeSenderFor(PortalSettings settings) => new(PostOf(settings.Mail, settings, "mail"));

    /// <summary>Without a server the letters stay in the data folder, so that the embedded portal works alone.</summary>
    private static IPost PostOf(MailSettings mail, PortalSettings settings, string folder) => mail.Host.Length > 0
        ? new SmtpPost(mail)
        : new FolderPost(Path.Combine(Path.GetFullPath(settings.DataFolder), folder), mail.From);
}
