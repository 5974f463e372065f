using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Portal.Grains.Interfaces.Apps;

namespace Portal.WebFront.Apps.Server;

/// <summary>
/// Fetches the public keys of apps from the addresses that their registrations name, and keeps them for a while. Staff
/// enter the addresses, so they are not trusted: nothing but https, no redirects, no proxy, no address of our own
/// networks, little time and little content.
/// </summary>
public sealed class AppKeys : IDisposable
{
    private const int Largest = 64 * 1024;
    private const int MostRemembered = 1_000;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <summary>An app that changes its keys puts the new one up a little before it uses it.</summary>
    private static readonly TimeSpan _fresh = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, (DateTimeOffset At, JsonWebKeySet? Keys)> _known = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly bool _anywhere;
    private readonly HttpClient _http;

    public AppKeys(TimeProvider time, IOptions<SmartSettings> settings)
    {
        _time = time;
        _anywhere = settings.Value.KeysFromPrivateNetworks;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectCallback = (context, cancellation) => PublicAddresses.Connect(context.DnsEndPoint, address => _anywhere || PublicAddresses.Has(address), cancellation),
        };
        _http = new(handler) { Timeout = _patience, MaxResponseContentBufferSize = Largest };
    }

    /// <summary>The keys at the address; none when they cannot be had.</summary>
    public async Task<JsonWebKeySet?> At(string address, CancellationToken cancellation)
    {
        if (_known.TryGetValue(address, out var known) && _time.GetUtcNow() - known.At < _fresh)
            return known.Keys;
        var keys = await Fetch(address, cancellation);
        if (_known.Count >= MostRemembered)
            _known.Clear();
        _known[address] = (_time.GetUtcNow(), keys);
        return keys;
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonWebKeySet?> Fetch(string address, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && !(_anywhere && url.Scheme == Uri.UriSchemeHttp)))
            return null;
        try
        {
            using var answer = await _http.GetAsync(url, cancellation);
            return answer.StatusCode is HttpStatusCode.OK ? new(await answer.Content.ReadAsStringAsync(cancellation)) : null;
        }
        catch (Exception failure) when (failure is HttpRequestException or ArgumentException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            // Without keys the assertion is refused, and the app's maker sees that.
            return null;
        }
    }
}
