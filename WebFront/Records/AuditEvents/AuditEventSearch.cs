using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Primitives;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Audit;
using Portal.Grains.Interfaces.Records.Search;
using Portal.WebFront.Records.Rest;

namespace Portal.WebFront.Records.AuditEvents;

/// <summary>A search of the audit trail as FHIR asks for it.</summary>
/// <param name="Query">For the grain.</param>
/// <param name="Used">Names and values that were understood, without the cursor.</param>
internal sealed record AuditEventSearch(AuditQuery Query, ImmutableArray<(string Name, string Value)> Used)
{
    /// <summary>The parameters that the CapabilityStatement declares, with FHIR's kind of each.</summary>
    public static readonly ImmutableArray<(string Name, string Kind)> Parameters =
        [("_id", "token"), ("agent", "reference"), ("date", "date"), ("patient", "reference"), ("subtype", "token")];

    /// <summary>Entries are counted from 1.</summary>
    private const long NoEntry = 0;

    /// <summary>No id and no act; an empty one would be no condition.</summary>
    private const string Nobody = "?";
    private const int LargestPage = 200;
    private const int DefaultCount = 50;

    public static (AuditEventSearch? Search, FhirRefusal? Refusal) Read(IEnumerable<KeyValuePair<string, StringValues>> given, bool strict, string practice, TimeZoneInfo zone)
    {
        var (query, used) = (new AuditQuery(Size: DefaultCount), ImmutableArray.CreateBuilder<(string, string)>());
        foreach (var (name, value) in given.SelectMany(entry => entry.Value, (entry, value) => (entry.Key, value ?? "")).Where(entry => entry.Item2.Length > 0))
        {
            if (Unsupported(name, value) is { } unsupported)
                return (null, unsupported);
            if (FhirFormat.IsOfFormat(name))
            {
                used.Add((name, value));
                continue;
            }

            var (next, refusal) = Take(query, name, value, practice, zone);
            if (refusal is not null)
                return (null, refusal);
            if (next is null && strict)
                return (null, FhirRefusal.NotSupported(name, $"AuditEvent cannot be searched by {name}."));
            if (next is null)
                continue;
            // Both must hold: of two values that differ never do.
            query = name is not "date" && used.Any(before => before.Item1 == name && before.Item2 != value) ? next with { Number = NoEntry } : next;
            if (name is not SearchRequest.Cursor)
                used.Add((name, value));
        }

        return (new(query, used.ToImmutable()), null);
    }

    /// <summary>The address of this search, or of another page of it.</summary>
    public string Link(string address, string? cursor)
    {
        var text = new StringBuilder(address);
        foreach (var (name, value) in cursor is null ? Used : Used.Add((SearchRequest.Cursor, cursor)))
            text.Append(text.Length == address.Length ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        return text.ToString();
    }

    /// <summary>What FHIR knows and the trail does not is refused: an answer to another question would be a wrong one.</summary>
    private static FhirRefusal? Unsupported(string name, string value) => name switch
    {
        "_summary" when value is "count" => FhirRefusal.NotSupported(name, "The audit trail is not counted. Read its pages."),
        "_id" or "patient" or "agent" or "agent:identifier" or "subtype" or "date" when value.Contains(',', StringComparison.Ordinal) =>
            FhirRefusal.NotSupported(name, "Here each parameter has one value: ask for one at a time."),
        _ => null,
    };

    private static (AuditQuery? Query, FhirRefusal? Refusal) Take(AuditQuery query, string name, string value, string practice, TimeZoneInfo zone) => name switch
    {
        "_count" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? (query with { Size = Math.Min(count, LargestPage) }, null)
            : (null, FhirRefusal.BadValue(name, "A page has at least one entry.")),
        "_id" => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (query with { Number = number }, null)
            : (query with { Number = NoEntry }, null),
        SearchRequest.Cursor => AuditCursor.TryRead(value, out _, out _) ? (query with { After = value }, null) : (null, SearchRequest.BadCursor),
        "patient" or "patient._id" => (query with { PatientId = IdOf(value, "Patient") }, null),
        "agent" => (query with { ActorId = PortalUserId.ForPatient(IdOf(value, "Patient")) }, null),
        "agent:identifier" => (query with { ActorId = CodeOf(value, AuditEventResource.UserSystem(practice)) }, null),
        "subtype" => (query with { Action = CodeOf(value, AuditEventResource.ActSystem) }, null),
        "date" => Dated(query, value, zone),
        _ => (null, null),
    };

    private static (AuditQuery? Query, FhirRefusal? Refusal) Dated(AuditQuery query, string value, TimeZoneInfo zone)
    {
        var (prefix, text) = SearchValue.Prefixed(value);
        if (!SearchDate.TryParse(text, out var date))
            return (null, FhirRefusal.BadValue("date", "Dates are written like 2026-11-27 or 2026-11-27T09:30:00Z."));
        date = date.In(zone);
        var (first, next) = (At(date.From), At(date.Until + 1));
        return prefix switch
        {
            SearchPrefix.Eq => (Within(query, first, next), null),
            SearchPrefix.Ge => (Within(query, first, null), null),
            SearchPrefix.Gt or SearchPrefix.Sa => (Within(query, next, null), null),
            SearchPrefix.Le => (Within(query, null, next), null),
            SearchPrefix.Lt or SearchPrefix.Eb => (Within(query, null, first), null),
            _ => (null, FhirRefusal.BadValue("date", "Here dates go with eq, gt, ge, lt, le, sa and eb.")),
        };
    }

    private static AuditQuery Within(AuditQuery query, DateTimeOffset? from, DateTimeOffset? to) => query with
    {
        From = from > query.From || query.From is null ? from ?? query.From : query.From,
        To = to < query.To || query.To is null ? to ?? query.To : query.To,
    };

    private static DateTimeOffset At(long ticks) => new(Math.Min(ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero);

    /// <summary>The code of <c>system|code</c>; what no entry has when it is another system's, or none at all.</summary>
    private static string CodeOf(string value, string system) => SearchValue.Parts(value) switch
    {
        [{ Length: > 0 } code] => code,
        [var said, { Length: > 0 } code] when said == system => code,
        _ => Nobody,
    };

    private static string IdOf(string reference, string type) =>
        reference[(reference.LastIndexOf('/') + 1)..] is { Length: > 0 } id && (reference.Length == id.Length || reference.EndsWith($"{type}/{id}", StringComparison.Ordinal)) ? id : Nobody;
}
