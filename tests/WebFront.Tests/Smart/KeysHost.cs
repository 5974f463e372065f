using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Portal.WebFront.Tests.Smart;

/// <summary>The address on this machine where an app publishes its keys.</summary>
public sealed class KeysHost : IAsyncDisposable
{
    private readonly WebApplication _host = WebApplication.CreateSlimBuilder().Build();

    private KeysHost()
    {
    }

    public string Address => $"{_host.Urls.First()}/keys";

    public int Fetched { get; private set; }

    public static async Task<KeysHost> Start(KeyedApp key)
    {
        var keys = new KeysHost();
        keys._host.Urls.Add("http://127.0.0.1:0");
        keys._host.MapGet("/keys", () =>
        {
            keys.Fetched++;
            return Results.Text(key.PublicKeys, "application/json");
        });
        await keys._host.StartAsync();
        return keys;
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
