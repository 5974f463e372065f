using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Portal.Grains.Interfaces.Records.Search;

/// <summary>
/// Every search parameter that the FHIR address answers to, by type. The CapabilityStatement is made from this list,
/// so that it cannot claim what is not there. Names and paths are those of FHIR R4 and US Core 6.1.0.
/// </summary>
public static partial class SearchParameters
{
    /// <summary>Those of every type.</summary>
    public static ImmutableArray<SearchParameter> Common { get; } =
    [
        Token("_id", "id"), Date("_lastUpdated", "meta.lastUpdated"), Token("_tag", "meta.tag"), Uri("_profile", "meta.profile"),
        Token("_security", "meta.security"), Uri("_source", "meta.source"),
    ];

    private static readonly FrozenDictionary<string, FrozenDictionary<string, SearchParameter>> _all = Table()
        .ToFrozenDictionary(
            type => type.Type,
            type => type.Parameters.Concat(Common).ToFrozenDictionary(parameter => parameter.Name, StringComparer.Ordinal),
            StringComparer.Ordinal);

    /// <summary>The types that can be searched, in the order of their names.</summary>
    public static ImmutableArray<string> Types { get; } = [.. _all.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Whether resources of the type are served.</summary>
    public static bool IsServed(string type) => _all.ContainsKey(type);

    /// <summary>The parameters of a type, in the order of their names; none for a type that is not served.</summary>
    public static ImmutableArray<SearchParameter> Of(string type) =>
        _all.TryGetValue(type, out var parameters) ? [.. parameters.Values.OrderBy(parameter => parameter.Name, StringComparer.Ordinal)] : [];

    /// <summary>A parameter of a type, or none.</summary>
    public static SearchParameter? Find(string type, string name) => _all.GetValueOrDefault(type)?.GetValueOrDefault(name);

    private static SearchParameter Token(string name, params ImmutableArray<string> paths) => new(name, SearchKind.Token, paths, []);

    private static SearchParameter Presence(string name, params ImmutableArray<string> paths) => new(name, SearchKind.Token, paths, [], IsPresence: true);

    private static SearchParameter Date(string name, params ImmutableArray<string> paths) => new(name, SearchKind.Date, paths, []);

    private static SearchParameter Text(string name, params ImmutableArray<string> paths) => new(name, SearchKind.Text, paths, []);

    private static SearchParameter Uri(string name, params ImmutableArray<string> paths) => new(name, SearchKind.Uri, paths, []);

    private static SearchParameter Quantity(string name, params ImmutableArray<string> paths) => new(name, SearchKind.Quantity, paths, []);

    private static SearchParameter Number(string name, params ImmutableArray<string> paths) => new(name, SearchKind.Number, paths, []);

    private static SearchParameter Ref(string name, params ImmutableArray<string> paths) => new(name, SearchKind.Reference, paths, []);

    private static SearchParameter Ref(string name, string target, string path) => new(name, SearchKind.Reference, [path], [target]);

    /// <summary>The patient, under both of FHIR's names.</summary>
    private static SearchParameter[] Subject(string path = "subject") =>
        [new("patient", SearchKind.Reference, [path], ["Patient"]), new("subject", SearchKind.Reference, [path], [])];

    private static SearchParameter Patient(string path = "patient") => new("patient", SearchKind.Reference, [path], ["Patient"]);

    private static SearchParameter Identifier => Token("identifier", "identifier");

    private static SearchParameter Status => Token("status", "status");
}
