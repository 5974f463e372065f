using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Portal.Bench.Peers;

/// <summary>
/// Returns for each address the bytes that the portal returned for it, from files: no rights, no search, no trail. The bar
/// that a server which computes its answers can hardly pass.
/// </summary>
internal sealed class FileServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder;
    private readonly Dictionary<string, string> _files;

    private FileServer(WebApplication app, string folder, Dictionary<string, string> files)
    {
        (_app, _folder, _files) = (app, folder, files);
        var bound = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = new(bound) };
    }

    public HttpClient Http { get; }

    /// <param name="portal">From where the bytes are taken.</param>
    /// <param name="root">What stands before each address at the portal.</param>
    /// <param name="paths">The addresses.</param>
    public static async Task<FileServer> Of(HttpClient portal, string root, IEnumerable<string> paths)
    {
        var folder = Directory.CreateTempSubdirectory("portal-bench-files-").FullName;
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            var file = Path.Combine(folder, files.Count.ToString(CultureInfo.InvariantCulture));
            await File.WriteAllBytesAsync(file, await portal.GetByteArrayAsync(root + path));
            files.Add("/" + path, file);
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(context =>
        {
            context.Response.ContentType = "application/fhir+json";
            return context.Response.SendFileAsync(files[context.Request.Path + context.Request.QueryString], context.RequestAborted);
        });
        await app.StartAsync();
        return new(app, folder, files);
    }

    /// <summary>What is returned for these addresses.</summary>
    public IEnumerable<byte[]> Bodies(IEnumerable<string> paths) => paths.Select(path => File.ReadAllBytes(_files["/" + path]));

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
