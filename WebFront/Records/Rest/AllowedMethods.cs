using Microsoft.AspNetCore.Routing.Template;

namespace Portal.WebFront.Records.Rest;

/// <summary>What else may be done at an address: an answer that refuses a method has to say it (RFC 9110, 15.5.6).</summary>
internal static class AllowedMethods
{
    /// <summary>The methods of all that is served at the path of the request; empty where nothing is.</summary>
    public static IReadOnlyList<string> At(HttpContext context) =>
    [
        .. context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.Parameters.All(parameter => !parameter.IsCatchAll) && Leads(endpoint, context.Request.Path))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    private static bool Leads(RouteEndpoint endpoint, PathString path) =>
        new TemplateMatcher(new(endpoint.RoutePattern), []).TryMatch(path, []);
}
