using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Grains.Interfaces.Access;
using Portal.Silo;
using Portal.Silo.Hosting;
using Portal.WebFront.Access;
using Portal.WebFront.Apps;
using Portal.WebFront.Apps.Storage;
using Portal.WebFront.Demo;
using Portal.WebFront.Documents;
using Portal.WebFront.Live;
using Portal.WebFront.Look;
using Portal.WebFront.Records;
using Portal.WebFront.Records.Ccd;
using Portal.WebFront.Records.Rest;
using Portal.WebFront.Sharing;
using Portal.WebFront.Webmail;

namespace Portal.WebFront.Hosting;

/// <summary>Composes the web front. <c>configure</c> lets a test put its own settings and services on top.</summary>
public static class PortalWebFront
{
    public static async Task<WebApplication> Build(WebApplicationOptions options, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(options);
        builder.WebHost.UseStaticWebAssets();
        // A build, unlike what is published, looks on the disk at every request of any address whether a file was added since.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] ??= "false";
        configure?.Invoke(builder);
        var settings = PortalSettings.From(builder.Configuration);
        CheckSettings(builder.Configuration);
        await builder.AddPortal(settings);
        await builder.Services.AddTokenStorage(settings);
        AddServices(builder, settings);
        var app = builder.Build();
        if (settings.Mode is PortalMode.Clustered)
            await app.Services.ShareProtectionKeys();
        await app.Services.GetRequiredService<TokenKeys>().Load();
        app.UseTrustedProxies(settings);
        Use(app, settings);
        return app;
    }

    /// <summary>These are read when they are first used: too late to refuse a start.</summary>
    private static void CheckSettings(IConfiguration configuration)
    {
        configuration.Checked<AccessSettings>(AccessSettings.Section);
        configuration.Checked<SmartSettings>(SmartSettings.Section);
        configuration.Checked<SharingSettings>(SharingSettings.Section);
    }

    private static void AddServices(WebApplicationBuilder builder, PortalSettings settings)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddPortalAccess(builder.Configuration, builder.Environment);
        services.AddRazorPages(options =>
        {
            options.Conventions.RequireRoles();
            options.Conventions.AddFolderApplicationModelConvention(
                "/", model => model.Filters.Add(new Microsoft.AspNetCore.Mvc.ServiceFilterAttribute(typeof(FrameFilter))));
        })

            // What is missing is for the grain to say, in words; an absent field is not an error of the form.
            .AddMvcOptions(options =>
            {
                options.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
                options.Filters.Add<FormSizeFilter>(FormSizeFilter.AfterPageLimits);
            });
        services.AddScoped<FrameFilter>();
        services.AddPortalLook();
        services.AddExceptionHandler<FhirFailures>();
        services.AddSignalR();
        services.AddSingleton<LiveTokens>();
        services.AddSingleton<LiveSessions>();
        services.AddSingleton<LiveListeners>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveSessions>());
        services.AddSingleton<LiveFront>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveFront>());
        services.AddScoped<AttachmentIntake>();
        services.AddSingleton<IBlobStore>(provider => settings.Mode is PortalMode.Embedded
            ? new FolderBlobStore(settings.FilesFolder)
            : new SqlBlobStore(provider.GetRequiredService<Silo.Storage.PortalDatabase>().DataSource));
        services.AddPortalRecords();
        services.AddSmart(builder.Configuration);
        services.AddSingleton(new DirectGateway(settings.Direct.Host.Length > 0));
        services.AddPortalSharing(builder.Configuration);
        if (settings.Demo)
            AddDemo(services, settings);
        services.AddHealthChecks();
        services.AddProtectionKeys(settings);
    }

    private static void AddDemo(IServiceCollection services, PortalSettings settings)
    {
        services.AddPortalDemo(settings.Address);
        if (settings.Mode is PortalMode.Clustered)
        {
            services.AddSingleton<IDemoSeeder>(provider => new ClusterDemo(
                ActivatorUtilities.CreateInstance<DemoSeeder>(provider), provider.GetRequiredService<Silo.Storage.PortalDatabase>()));
        }
    }

    private static void Use(WebApplication app, PortalSettings settings)
    {
        app.UseSecurityHeaders();
        app.UsePortalLook();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error",

            // Anybody can type an address that leads nowhere: a "not found" for them, no failure of ours in the log.
            SuppressDiagnosticsCallback = context => context.Exception is AccessRefusedException,
        });
        app.UseStatusCodePagesWithReExecute("/error");
        if (settings.Demo)
            app.UseDemoGate();
        app.UseFhirCompression();
        // Who is gone without a word is noticed, and its place is free again.
        app.UseWebSockets(new() { KeepAliveInterval = TimeSpan.FromSeconds(30), KeepAliveTimeout = TimeSpan.FromSeconds(30) });
        app.UseRouting();
        app.UseCors();
        app.RefuseOtherMethods();
        app.RefuseUnknownPractices();
        app.RefuseUnreadableForms();
        app.UsePortalAccess(CallerMiddleware.UseCaller);
        app.MapStaticAssets().AllowAnonymous();
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready").AllowAnonymous();
        app.MapPortalAccess();
        app.MapRazorPages().WithStaticAssets();
        // Programs come with a token of their own, which the operations check.
        var programs = app.MapGroup("").AllowAnonymous();
        programs.MapSmart();
        programs.MapFhir();
        programs.MapHealthLinks();
        app.MapHub<LiveHub>("/{practice}" + LiveHub.Address);
        app.Services.GetRequiredService<InnerRequests>().Use(app);
    }
}
