namespace Portal.WebFront.Hosting;

/// <summary>The headers of every answer: nothing inline, nothing foreign, no framing, no caching of pages.</summary>
public static class SecurityHeaders
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        + "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        + "require-trusted-types-for 'script'; trusted-types portal-fragments";

    private static readonly (string Name, string Value)[] _headers =
    [
        ("Content-Security-Policy", Policy),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cache-Control", "no-store"),
    ];

    /// <summary>
    /// Lets the forms of this page lead to other places by a redirect: browsers count that as sending the form there.
    /// </summary>
    public static void LetFormsLeadTo(HttpContext context, params IEnumerable<string> addresses)
    {
        var places = addresses.Select(address => new Uri(address))
            .Select(url => url.Scheme is "http" or "https" ? url.GetLeftPart(UriPartial.Authority) : url.Scheme + ":")
            .Distinct(StringComparer.Ordinal);
        context.Response.Headers.ContentSecurityPolicy =
            Policy.Replace("form-action 'self'", $"form-action 'self' {string.Join(' ', places)}", StringComparison.Ordinal);
    }

    /// <summary>Set when the answer begins, because an error page starts from a cleared one. What an answer sets itself stays.</summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            foreach (var (name, value) in _headers)
                context.Response.Headers.TryAdd(name, value);
            return Task.CompletedTask;
        });
        return next();
    });
}
