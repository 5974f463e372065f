using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Primitives;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.WebFront.Records.Rest;

/// <summary>A search as it was asked for, and the parts of it that were understood, for the link to itself.</summary>
/// <param name="Search">For the grain.</param>
/// <param name="Used">Names and values that were understood, without the cursor.</param>
internal sealed record SearchRequest(ResourceSearch Search, ImmutableArray<(string Name, string Value)> Used)
{
    public const string Cursor = "_cursor";
    private const int DefaultCount = 50;
    private static readonly string[] _ofResult = [Cursor, "_count", "_sort", "_include", "_revinclude", "_total", "_summary", "_elements", "_format", "_pretty"];

    /// <summary>A resource that nobody can have: what stands at another server is referred to by nothing here.</summary>
    private const string Elsewhere = "Elsewhere/*";

    /// <param name="type">A type that is served.</param>
    /// <param name="fhirBase">The address of the practice's FHIR server: what stands there is ours.</param>
    /// <param name="parameters">From the address, and from the body of a POST.</param>
    /// <param name="strict">Whether an unknown parameter is refused (<c>Prefer: handling=strict</c>) or left out.</param>
    public static (SearchRequest? Request, FhirRefusal? Refusal) Read(
        string type, string fhirBase, IEnumerable<KeyValuePair<string, StringValues>> parameters, bool strict)
    {
        var reader = new Reader(type, fhirBase, strict);
        foreach (var (name, values) in parameters)
        {
            foreach (var value in values)
            {
                if (reader.Take(name, value ?? "") is { } refusal)
                    return (null, refusal);
            }
        }

        var request = reader.Result();
        return request.Search.After is { } cursor && !SearchCursor.IsOf(request.Search, cursor) ? (null, BadCursor) : (request, null);
    }

    /// <summary>Whether what is not understood is refused, and not left out.</summary>
    public static bool IsStrict(HttpRequest request) =>
        request.Headers["Prefer"].ToString().Contains("handling=strict", StringComparison.OrdinalIgnoreCase);

    /// <summary>A parameter that a search would leave out for having no value: where all of it must hold, that is too little.</summary>
    public static string? WithoutValue(IEnumerable<KeyValuePair<string, StringValues>> parameters) =>
        parameters.FirstOrDefault(parameter => parameter.Value.Any(string.IsNullOrEmpty)).Key;

    /// <summary>The names that a search of the type may have, without what stands behind a colon.</summary>
    public static IEnumerable<string> Names(string type) => SearchParameters.Of(type).Select(parameter => parameter.Name).Concat(_ofResult);

    public static FhirRefusal Unknown(string type, string parameter) => FhirRefusal.NotSupported(
        parameter, $"{type} cannot be searched by {parameter}. The CapabilityStatement lists the parameters that there are.");

    public static FhirRefusal BadCursor => FhirRefusal.BadValue(Cursor, $"{Cursor} stands in the link to the next page. Take that link as it is, or begin without it.");

    /// <summary>
    /// The same through the records of all patients, where there is one order and no total: another order and a total are
    /// refused or left out as what is unknown. What is made while it is read is not counted at all.
    /// </summary>
    public (SearchRequest? Request, FhirRefusal? Refusal) ThroughAll(bool strict)
    {
        if (Search is { Count: 0, IsOfRecords: true })
            return (null, new(StatusCodes.Status422UnprocessableEntity, "too-costly", $"{Search.Type} is counted for one patient at a time: name the patient.", "patient"));
        var undone = Used.Where(used => used.Name is "_sort" || (Search.Count > 0 && used is ("_total", not "none"))).ToImmutableArray();
        if (undone.IsEmpty)
            return (this, null);
        if (strict)
            return (null, FhirRefusal.NotSupported(undone[0].Name, $"{undone[0].Name} is for the resources of one patient: name the patient. Those of all come in the order of patient and id, without a total."));
        var request = new SearchRequest(Search with { Sort = [] }, Used.RemoveRange(undone));
        return Search.After is { } cursor && !SearchCursor.IsOf(request.Search, cursor) ? (null, BadCursor) : (request, null);
    }

    /// <summary>The same by the practice's clock, where dates are asked for or sorted by.</summary>
    public async Task<SearchRequest> ByClockOf(IGrainFactory grains, string practice) =>
        Search.Filters.Select(filter => filter.Parameter).Concat(Search.Sort.Select(by => by.Parameter))
            .Any(name => SearchParameters.Find(Search.Type, name) is { Kind: SearchKind.Date })
            ? this with { Search = Search with { Zone = (await PracticeZone.Of(grains, practice)).Id } }
            : this;

    /// <summary>The address of this search, or of another page of it.</summary>
    public string Link(string address, string? cursor)
    {
        var text = new StringBuilder(address);
        var separator = '?';
        foreach (var (name, value) in cursor is null ? Used : Used.Add((Cursor, cursor)))
        {
            text.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }

        return text.ToString();
    }

    private sealed class Reader(string type, string fhirBase, bool strict)
    {
        private readonly ImmutableArray<SearchFilter>.Builder _filters = ImmutableArray.CreateBuilder<SearchFilter>();
        private readonly ImmutableArray<SearchInclude>.Builder _includes = ImmutableArray.CreateBuilder<SearchInclude>();
        private readonly ImmutableArray<SearchInclude>.Builder _reverse = ImmutableArray.CreateBuilder<SearchInclude>();
        private readonly ImmutableArray<(string, string)>.Builder _used = ImmutableArray.CreateBuilder<(string, string)>();
        private ImmutableArray<SearchSort> _sort = [];
        private int _count = DefaultCount;
        private string? _after;
        private bool _countOnly;

        public SearchRequest Result() => new(
            new()
            {
                Type = type,
                Filters = _filters.ToImmutable(),
                Sort = _sort,
                Count = _countOnly ? 0 : _count,
                After = _after,
                Includes = _includes.ToImmutable(),
                ReverseIncludes = _reverse.ToImmutable(),
            },
            _used.ToImmutable());

        public FhirRefusal? Take(string name, string value)
        {
            if (value.Length == 0)
                return null;
            // No database takes it.
            if (value.Contains('\0', StringComparison.Ordinal))
                return FhirRefusal.BadValue(name, $"{name} holds a character that nothing can have.");
            var (parameter, modifier) = name.Split(':', 2) is [var before, var after] ? (before, after) : (name, null);
            var refusal = parameter switch
            {
                Cursor => After(value),
                "_count" => Count(value),
                "_sort" => Sort(value),
                "_include" => Include(name, value, modifier, _includes),
                "_revinclude" => Include(name, value, modifier, _reverse),
                "_total" => value is "none" or "estimate" or "accurate" ? null : FhirRefusal.BadValue(name, "_total is none, estimate or accurate."),
                "_summary" when value is "count" => Only(),
                _ when FhirFormat.IsOfFormat(parameter) => null,
                _ => Filter(name, parameter, modifier, value),
            };
            if (refusal is null && parameter is not Cursor && IsKnown(parameter))
                _used.Add((name, value));
            return refusal;
        }

        private bool IsKnown(string parameter) =>
            parameter is "_count" or "_sort" or "_include" or "_revinclude" or "_total"
            || FhirFormat.IsOfFormat(parameter) || SearchParameters.Find(type, parameter) is not null;

        private FhirRefusal? After(string value)
        {
            _after = value;
            return null;
        }

        private FhirRefusal? Only()
        {
            _countOnly = true;
            return null;
        }

        private FhirRefusal? Count(string value)
        {
            if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                return FhirRefusal.BadValue("_count", "_count is a number of resources, 0 or more.");
            _count = Math.Min(count, ResourceSearch.LargestPage);
            _countOnly |= count == 0;
            return null;
        }

        private FhirRefusal? Sort(string value)
        {
            var sort = ImmutableArray.CreateBuilder<SearchSort>();
            foreach (var by in value.Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                var name = by.TrimStart('-');
                if (SearchParameters.Find(type, name) is null)
                    return FhirRefusal.NotSupported("_sort", $"{type} cannot be sorted by {name}.");
                sort.Add(new(name, by[0] == '-'));
            }

            _sort = sort.ToImmutable();
            return null;
        }

        private static FhirRefusal? Include(string name, string value, string? modifier, ImmutableArray<SearchInclude>.Builder to)
        {
            if (modifier is not (null or "iterate" or "recurse"))
                return FhirRefusal.NotSupported(name, "Only :iterate may stand behind _include and _revinclude.");
            foreach (var one in value.Split(','))
            {
                var parts = one.Split(':');
                if (parts is ["*"])
                    parts = ["*", "*"];
                if (parts is not [var source, var parameter, ..] || parts.Length > 3 || !IsReference(source, parameter))
                    return FhirRefusal.NotSupported(name, $"{one} names no reference that can be included. It is Type:parameter, as the CapabilityStatement lists them.");
                to.Add(new(source, parameter, parts.Length == 3 ? parts[2] : null, modifier is not null));
            }

            return null;
        }

        private static bool IsReference(string source, string parameter) =>
            parameter == "*"
                ? source == "*" || SearchParameters.IsServed(source)
                : SearchParameters.Find(source, parameter) is { Kind: SearchKind.Reference };

        private FhirRefusal? Filter(string name, string parameter, string? modifier, string value)
        {
            if (SearchParameters.Find(type, parameter) is not { } known)
            {
                return strict
                    ? Unknown(type, name)
                    : null;
            }

            var values = SearchValue.Alternatives(value);
            var (meant, ofType, refusal) = Modifiers.Read(known, modifier, name);
            if (known.Kind is SearchKind.Reference && meant is SearchModifier.None)
                values = [.. values.Select(OfThisServer)];
            refusal ??= values.Select(one => Values.Check(known, meant, one, name)).FirstOrDefault(found => found is not null);
            if (refusal is null)
                _filters.Add(new(parameter, meant, values, ofType));
            return refusal;
        }

        /// <summary>An address in full means what stands there and nothing else (R4, 3.2.1.5.6).</summary>
        private string OfThisServer(string value) =>
            !value.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !value.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? value
            : value.StartsWith(fhirBase + "/", StringComparison.Ordinal) ? value[(fhirBase.Length + 1)..]
            : Elsewhere;
    }

    private static class Modifiers
    {
        public static (SearchModifier Modifier, string? Type, FhirRefusal? Refusal) Read(SearchParameter parameter, string? modifier, string name)
        {
            SearchModifier? meant = (modifier, parameter.Kind) switch
            {
                (null, _) => SearchModifier.None,
                ("missing", _) => SearchModifier.Missing,
                ("exact", SearchKind.Text) => SearchModifier.Exact,
                ("contains", SearchKind.Text) => SearchModifier.Contains,
                ("not", SearchKind.Token) => SearchModifier.Not,
                ("text", SearchKind.Token) => SearchModifier.Text,
                ("of-type", SearchKind.Token) => SearchModifier.OfType,
                ("identifier", SearchKind.Reference) => SearchModifier.Identifier,
                (_, SearchKind.Reference) when SearchParameters.IsServed(modifier) => SearchModifier.None,
                _ => null,
            };
            if (meant is null)
                return (default, null, FhirRefusal.NotSupported(name, $"The modifier :{modifier} is not supported with {parameter.Name}."));
            return (meant.Value, meant is SearchModifier.None ? modifier : null, null);
        }
    }

    private static class Values
    {
        private const decimal LargestNumber = 1e27m;
        private const int LargestExponent = 27;

        /// <summary>One beyond what can be compared is refused: a half of its last digit is added to it.</summary>
        private static bool IsNumber(string text) =>
            decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) <= LargestNumber
            && (text.IndexOfAny(['e', 'E']) is var exponent && (exponent < 0
                || (int.TryParse(text[(exponent + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power) && Math.Abs((long)power) <= LargestExponent)));

        public static FhirRefusal? Check(SearchParameter parameter, SearchModifier modifier, string value, string name)
        {
            if (modifier is SearchModifier.Missing)
                return value is "true" or "false" ? null : FhirRefusal.BadValue(name, ":missing is true or false.");
            var (_, rest) = SearchValue.Prefixed(value);
            return parameter.Kind switch
            {
                SearchKind.Date when !SearchDate.TryParse(rest, out _) =>
                    FhirRefusal.BadValue(name, $"{parameter.Name} is a date such as 2026-05-31 or 2026-05-31T10:00:00Z, with a prefix such as ge if wanted."),
                SearchKind.Number or SearchKind.Quantity when !IsNumber(rest.Split('|')[0]) =>
                    FhirRefusal.BadValue(name, $"{parameter.Name} is a number of at most 27 digits, with a prefix such as gt if wanted."),
                SearchKind.Token when SearchValue.Parts(value).Length > (modifier is SearchModifier.OfType ? 3 : 2) =>
                    FhirRefusal.BadValue(name, $"{parameter.Name} is a code, or system|code."),
                _ => null,
            };
        }
    }
}
