using System.Collections.Immutable;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;

namespace Portal.WebFront;

/// <summary>
/// A form that can be sent once more as it came, request id and all, when it is not known whether it was carried out.
/// </summary>
/// <param name="Address">Where it goes.</param>
/// <param name="Fields">Everything that it sent.</param>
public sealed record RepeatableForm(string Address, ImmutableArray<(string Name, string Value)> Fields)
{
    private static readonly string[] _secrets = ["Password", "Passcode", "Secret"];

    /// <summary>The form that this request brought, if it is one that has its effect once and holds no secret to be shown in a page.</summary>
    public static RepeatableForm? Of(HttpContext context)
    {
        var request = context.Request;
        var failed = context.Features.Get<IExceptionHandlerPathFeature>();
        // A form that was not read until then may be what went wrong.
        if (failed is null || !IsPlain(request) || context.Features.Get<IFormFeature>()?.Form is not { } form)
            return null;
        if (!form.ContainsKey(nameof(PortalPage.RequestId)) || form.Keys.Any(HoldsSecret))
            return null;
        var fields = form.SelectMany(field => field.Value.Select(value => (field.Key, value ?? "")));
        return new(UriHelper.BuildRelative(request.PathBase, failed.Path, request.QueryString), [.. fields]);
    }

    private static bool IsPlain(HttpRequest request) =>
        request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) is true;

    private static bool HoldsSecret(string field) =>
        _secrets.Any(word => field.Contains(word, StringComparison.OrdinalIgnoreCase));
}
