using System.Net;
using System.Text.RegularExpressions;

namespace Portal.Bench.Running;

/// <summary>A signed-in browser as far as load needs one: it sends its cookies and reads the answers to their end.</summary>
public sealed partial class LoadHttp : IDisposable
{
    private readonly HttpClient _http;
    private string _cookies;

    public LoadHttp(Uri address, string cookies)
    {
        _cookies = cookies;
        _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, MaxConnectionsPerServer = 256 }) { BaseAddress = address };
    }

    /// <summary>Reads a page; anything but the page itself is a failure of the bench.</summary>
    public Task<string> Get(string path) => Get(path, asFragment: false);

    /// <summary>Reads a page as an open browser does that heard of a change in it.</summary>
    public Task<string> GetFragment(string path) => Get(path, asFragment: true);

    public async Task Post(string path, HttpContent content)
    {
        using var response = await Send(new(HttpMethod.Post, path) { Content = content });
        if ((int)response.StatusCode >= 400)
            throw new InvalidOperationException($"POST {path} answered {(int)response.StatusCode}.");
        if (response.StatusCode is HttpStatusCode.OK && response.Content.Headers.ContentType?.MediaType == "text/html")
            throw new InvalidOperationException($"POST {path} showed the form again.");
    }

    /// <summary>Opens a page with a form and keeps its antiforgery cookie.</summary>
    /// <returns>The antiforgery token, good for every form of this person.</returns>
    public async Task<string> OpenForm(string path)
    {
        using var response = await Send(new(HttpMethod.Get, path));
        var text = await response.Content.ReadAsStringAsync();
        if (response.Headers.TryGetValues("Set-Cookie", out var set))
            _cookies = string.Join("; ", [_cookies, .. set.Select(cookie => cookie.Split(';')[0])]);
        return Token().Match(text) is { Success: true } token
            ? token.Groups[1].Value
            : throw new InvalidOperationException($"{path} shows no form ({(int)response.StatusCode}).");
    }

    public void Dispose() => _http.Dispose();

    private async Task<string> Get(string path, bool asFragment)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (asFragment)
            request.Headers.Add("X-Portal-Fragment", "1");
        using var response = await Send(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.StatusCode is HttpStatusCode.OK
            ? text
            : throw new InvalidOperationException($"GET {path} answered {(int)response.StatusCode}: {response.Headers.Location}");
    }

    private Task<HttpResponseMessage> Send(HttpRequestMessage request)
    {
        request.Headers.Add("Cookie", _cookies);
        request.Headers.Add("X-Forwarded-Proto", "https");
        return _http.SendAsync(request);
    }

    [GeneratedRegex("""name="__RequestVerificationToken"[^>]*value="([^"]+)""")]
    private static partial Regex Token();
}
