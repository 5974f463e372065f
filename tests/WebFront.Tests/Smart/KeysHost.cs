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

    /// <summary>What is published; without one the host fails.</summary>
    public KeyedApp? Key { get; set; }

    public int Fetched { get; private set; }

    public static async Task<KeysHost> Start(KeyedApp key)
    {
        var keys = new KeysHost { Key = key };
        keys._host.Urls.Add("http://127.0.0.1:0");
        keys._host.MapGet("/keys", () =>
        {
            keys.Fetched++;
            return keys.Key is { } published ? Results.Text(published.PublicKeys, "application/json") : Results.StatusCode(StatusCodes.Status502BadGateway);
        });
        await keys._host.StartAsync();
        return keys;
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
