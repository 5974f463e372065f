namespace Portal.WebFront.Demo;

/// <summary>Seeds the demo practice before the first request is served, and tells how to sign in.</summary>
internal sealed partial class DemoStart(IDemoSeeder seeder, IHostApplicationLifetime lifetime, ILogger<DemoStart> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await seeder.SeedIfEmpty(cancellationToken);
        lifetime.ApplicationStarted.Register(Tell);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Tell()
    {
        foreach (var member in DemoSignIns.Staff)
            SignIn(log, DemoPractice.Slug, member.UserName, DemoSignIns.Password, member.Who);
        foreach (var patient in DemoSignIns.Patients)
            SignIn(log, DemoPractice.Slug, patient.UserName, DemoSignIns.Password, patient.Who);
    }

    [LoggerMessage(401, LogLevel.Information, "Demo sign-in at /{Practice}/sign-in: {UserName} / {Password} ({Who})")]
    private static partial void SignIn(ILogger log, string practice, string userName, string password, string who);
}

public static class DemoServices
{
    public static IServiceCollection AddPortalDemo(this IServiceCollection services) => services
        .AddSingleton<IDemoSeeder, DemoSeeder>()
        .AddHostedService<DemoStart>();
}
