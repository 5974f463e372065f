using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Portal.Grains.Interfaces.Apps;
using Portal.Grains.Records.Subscriptions;

namespace Portal.Silo.Subscriptions;

/// <summary>
/// Posts notices by HTTP. Strangers name the endpoints: https only, no redirects, no proxy, no address of our own networks
/// unless it is configured, little time, and nothing of the answer is read but its status.
/// </summary>
public sealed class HttpHookSender : IHookSender, IDisposable
{
    private static readonly MediaTypeHeaderValue _json = new("application/fhir+json");
    private static readonly MediaTypeHeaderValue _xml = new("application/fhir+xml");

    private readonly HookEndpoints _endpoints;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    /// <param name="settings">Where notices may go.</param>
    /// <param name="time">The clock.</param>
    /// <param name="lookUp">Where a name leads; by the machine's own resolver without one.</param>
    public HttpHookSender(SubscriptionSettings settings, TimeProvider time, LookUp? lookUp = null)
    {
        _endpoints = settings.Endpoints;
        _time = time;
        _http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            MaxResponseHeadersLength = 16,
            // What belongs together in our traces is no stranger's business.
            ActivityHeadersPropagator = null,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = (context, cancellation) => PublicAddresses.Connect(context.DnsEndPoint, IsAllowed, cancellation, lookUp),
        })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    public bool Takes(Uri endpoint)
    {
        if (endpoint.UserInfo.Length > 0 || endpoint.Fragment.Length > 0 || endpoint.HostNameType is UriHostNameType.Unknown or UriHostNameType.Basic)
            return false;
        if (endpoint.Scheme != Uri.UriSchemeHttps && !(endpoint.Scheme == Uri.UriSchemeHttp && endpoint.IsLoopback && _endpoints is not HookEndpoints.Public))
            return false;
        // A name is looked up when something is sent; what is written as a number can be judged now.
        return IPAddress.TryParse(endpoint.DnsSafeHost, out var address) ? IsAllowed(address) : !endpoint.IsLoopback || _endpoints is not HookEndpoints.Public;
    }

    public async Task<string?> Send(HookNotice notice, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(notice.Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, notice.Endpoint)
        {
            Content = new ByteArrayContent(notice.Xml ? NoticeXml.Of(notice.Json) : Encoding.UTF8.GetBytes(notice.Json)),
        };
        request.Content.Headers.ContentType = notice.Xml ? _xml : _json;
        foreach (var header in notice.Headers)
        {
            var parting = header.IndexOf(':', StringComparison.Ordinal);
            request.Headers.TryAddWithoutValidation(header[..parting], header[(parting + 1)..].Trim());
        }

        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return answer.IsSuccessStatusCode ? null : $"The endpoint answered with the status {(int)answer.StatusCode}.";
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return "The endpoint did not answer in time.";
        }
        catch (HttpRequestException failure)
        {
            // Not the text: it has names and addresses.
            return failure.HttpRequestError is HttpRequestError.SecureConnectionError
                ? "No secure connection to the endpoint could be made."
                : "The endpoint cannot be reached.";
        }
    }

    public void Dispose() => _http.Dispose();

    private bool IsAllowed(IPAddress address) => PublicAddresses.Has(address)
        || (_endpoints is not HookEndpoints.Public && IPAddress.IsLoopback(address))
        || (_endpoints is HookEndpoints.Private && PublicAddresses.IsPrivate(address));
}
