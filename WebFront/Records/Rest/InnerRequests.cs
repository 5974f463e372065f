using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Portal.WebFront.Apps;

namespace Portal.WebFront.Records.Rest;

/// <summary>
/// Sends a request of a batch through the portal's own routes, on behalf of the caller of the batch. It is answered just
/// as if it had come alone.
/// </summary>
public sealed class InnerRequests
{
    private RequestDelegate? _routes;

    /// <summary>Takes the routes of the web front. Called once, when they are all there.</summary>
    internal void Use(WebApplication app)
    {
        var routes = ((IEndpointRouteBuilder)app).DataSources;
        _routes = ((IApplicationBuilder)app).New()
            .UseRouting()
            .UseCors()
            .UseEndpoints(inner =>
            {
                foreach (var source in routes)
                    inner.DataSources.Add(source);
            })
            .Build();
    }

    /// <param name="outer">The batch.</param>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">Below the host, without the query.</param>
    /// <param name="query">With its question mark, or empty.</param>
    /// <param name="headers">Conditions and preferences of the entry.</param>
    /// <param name="body">A resource as FHIR JSON, or none.</param>
    internal async Task<(HttpResponse Response, byte[] Body)> Send(
        HttpContext outer, string method, string path, string query, IEnumerable<(string Name, string Value)> headers, string? body)
    {
        using var answer = new MemoryStream();
        var inner = new DefaultHttpContext { RequestServices = outer.RequestServices, User = outer.User };
        inner.TraceIdentifier = outer.TraceIdentifier;
        inner.RequestAborted = outer.RequestAborted;
        inner.Features.Set(outer.Features.Get<AppCaller>());
        var request = inner.Request;
        (request.Method, request.Scheme, request.Host) = (method, outer.Request.Scheme, outer.Request.Host);
        (request.Path, request.QueryString) = (path, new QueryString(query));
        request.Headers.Authorization = outer.Request.Headers.Authorization;
        request.Headers.Accept = FhirFormat.Json;
        foreach (var (name, value) in headers)
            request.Headers[name] = value;
        if (body is not null)
        {
            request.ContentType = FhirFormat.Json;
            request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
            // A server tells this of what comes by the wire; operations ask for it.
            inner.Features.Set<IHttpRequestBodyDetectionFeature>(new WithBody());
        }

        inner.Response.Body = answer;
        await (_routes ?? throw new InvalidOperationException("The routes are not known yet."))(inner);
        await inner.Response.CompleteAsync();
        return (inner.Response, answer.ToArray());
    }

    private sealed class WithBody : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => true;
    }
}
