using System.Net;
using Portal.Silo;
using Portal.Silo.Storage;

var builder = WebApplication.CreateBuilder(args);
var settings = PortalSettings.From(builder.Configuration);
await using var database = PortalDatabase.OpenPostgreSql(settings.Database);
using var startLog = LoggerFactory.Create(logging => logging.AddSimpleConsole(options => options.SingleLine = true));
var migrator = new SchemaMigrator(database, startLog.CreateLogger<SchemaMigrator>());

if (args.Contains("migrate"))
{
    await migrator.Migrate(CancellationToken.None);
    return 0;
}

try
{
    await migrator.EnsureCurrent(CancellationToken.None);
}
catch (SchemaMismatchException mismatch)
{
    await Console.Error.WriteLineAsync(mismatch.Message);
    return 2;
}

builder.Host.UseOrleans(silo => silo
    .UsePortal(database, ClusterSecret.SealFor(settings with { Mode = PortalMode.Clustered }), settings)
    .AddPortalClustering(database, settings.ClusterId)
    .ConfigureEndpoints(IPAddress.Loopback, settings.SiloPort, settings.GatewayPort, listenOnAnyHostAddress: false));
builder.Services.AddHealthChecks();

var app = builder.Build();
app.MapHealthChecks("/health/live", new() { Predicate = _ => false });
app.MapHealthChecks("/health/ready");
await app.RunAsync();
return 0;
