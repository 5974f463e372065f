using System.Collections.Concurrent;
using System.Net;
using System.Text;
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

    /// <summary>A key that the app took down is not good for longer.</summary>
    private static readonly TimeSpan _fresh = TimeSpan.FromMinutes(2);

    /// <summary>How soon it is looked again after a failure, or for a key that was not there.</summary>
    private static readonly TimeSpan _again = TimeSpan.FromSeconds(10);

    /// <summary>How long keys are good while their host cannot be reached.</summary>
    private static readonly TimeSpan _kept = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);
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
    /// <param name="address">Of the registration.</param>
    /// <param name="keyId">The key that is wanted, if it has a name: when it is not among those that are known, it may be new.</param>
    /// <param name="cancellation">Of the request.</param>
    public async Task<JsonWebKeySet?> At(string address, string? keyId, CancellationToken cancellation)
    {
        var now = _time.GetUtcNow();
        if (_known.TryGetValue(address, out var known) && now - known.LookedAt < (known.Answers(keyId) ? _fresh : _again))
            return known.Keys;
        if (await Fetch(address, cancellation) is { } keys)
            known = new(keys, now, now);
        else if (known is { Keys: not null } && now - known.HadAt < _kept)
            known = known with { LookedAt = now, Failed = true };
        else
            known = new(null, now, now) { Failed = true };
        if (_known.Count >= MostRemembered)
            _known.Clear();
        _known[address] = known;
        return known.Keys;
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonWebKeySet?> Fetch(string address, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && !(_anywhere && url.Scheme == Uri.UriSchemeHttp)))
            return null;
        try
        {
            using var answer = await _http.GetAsync(url, cancellation);
            return answer.StatusCode is HttpStatusCode.OK ? new(Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(cancellation))) : null;
        }
        catch (Exception failure) when (failure is HttpRequestException or ArgumentException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            // Without keys the assertion is refused, and the app's maker sees that.
            return null;
        }
    }

    /// <param name="Keys">None when they could not be had.</param>
    /// <param name="HadAt">When the keys were fetched.</param>
    /// <param name="LookedAt">When they were looked for last.</param>
    private sealed record Known(JsonWebKeySet? Keys, DateTimeOffset HadAt, DateTimeOffset LookedAt)
    {
        public bool Failed { get; init; }

        public bool Answers(string? keyId) => !Failed && (keyId is null || Keys!.Keys.Any(key => string.IsNullOrEmpty(key.Kid) || key.Kid == keyId));
    }
}
