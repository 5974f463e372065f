using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Primitives;
using Portal.Grains.Interfaces.Records.Search;
using Portal.WebFront.Records.Rest;

namespace Portal.WebFront.Records.Export;

/// <summary>The parameters of an export.</summary>
/// <param name="Types">Only these; empty for all.</param>
/// <param name="Since">Only what changed after this time (UTC).</param>
internal sealed record ExportRequest(ImmutableArray<string> Types, DateTimeOffset? Since)
{
    private static readonly string[] _formats = ["application/fhir+ndjson", "application/ndjson", "ndjson"];

    /// <summary>To leave these out would give more than was asked for.</summary>
    private static readonly string[] _narrowing = ["patient", "_typeFilter", "_elements", "includeAssociatedData", "organizeOutputBy"];

    public static (ExportRequest? Request, FhirRefusal? Refusal) Read(IEnumerable<KeyValuePair<string, StringValues>> parameters, bool strict)
    {
        var request = new ExportRequest([], null);
        foreach (var (name, values) in parameters)
        {
            var text = values.ToString();
            var (next, refusal) = name switch
            {
                "_outputFormat" => _formats.Contains(text.Replace(' ', '+'), StringComparer.OrdinalIgnoreCase)
                    ? (request, null)
                    : (null, FhirRefusal.NotSupported(name, "Files are application/fhir+ndjson.")),
                "_since" => SinceOf(request, text),
                "_type" => TypesOf(request, text, strict),
                _ when _narrowing.Contains(name) => (null, FhirRefusal.NotSupported(name, $"{name} would leave something out, which is not done here; so that nobody gets more than was asked for, it is refused.")),
                _ when strict => (null, FhirRefusal.NotSupported(name, $"{name} is not understood here. Leave it out, or ask without handling=strict.")),
                _ => (request, (FhirRefusal?)null),
            };
            if (next is null)
                return (null, refusal);
            request = next;
        }

        return (request, null);
    }

    private static (ExportRequest?, FhirRefusal?) SinceOf(ExportRequest request, string text) =>
        text.Contains('T', StringComparison.Ordinal)
        && DateTimeOffset.TryParse(text.Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since)
            ? (request with { Since = since.ToUniversalTime() }, null)
            : (null, FhirRefusal.BadValue("_since", "_since is an instant, such as 2026-11-27T08:00:00Z."));

    private static (ExportRequest?, FhirRefusal?) TypesOf(ExportRequest request, string text, bool strict)
    {
        var types = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var known = types.Where(SearchParameters.IsServed).ToImmutableArray();
        // Of none that is served nothing must not become of all.
        return known.Length > 0 && (known.Length == types.Length || !strict)
            ? (request with { Types = [.. request.Types, .. known] }, null)
            : (null, FhirRefusal.BadValue("_type", "_type names no type, or one that is not served here. The CapabilityStatement lists those that are."));
    }
}
