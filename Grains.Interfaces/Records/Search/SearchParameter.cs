using System.Collections.Immutable;

namespace Portal.Grains.Interfaces.Records.Search;

/// <summary>How the values of a search parameter are compared, by FHIR R4 section 3.1.1.</summary>
public enum SearchKind
{
    /// <summary>A code, an identifier, a flag: <c>code</c>, <c>system|code</c>, <c>|code</c>, <c>system|</c>.</summary>
    Token,

    /// <summary>Another resource: <c>id</c>, <c>Type/id</c> or an absolute address.</summary>
    Reference,

    /// <summary>A date or time of any precision, with a prefix such as <c>ge</c>.</summary>
    Date,

    /// <summary>Words: what begins with them, without case and accents.</summary>
    Text,

    /// <summary>A number with a prefix.</summary>
    Number,

    /// <summary>A number with a unit: <c>5.4|http://unitsofmeasure.org|mg</c>.</summary>
    Quantity,

    /// <summary>An address of a definition, compared as a whole.</summary>
    Uri,
}

/// <summary>A parameter by which resources of a type can be searched.</summary>
/// <param name="Name">As in the address.</param>
/// <param name="Kind">How values are compared.</param>
/// <param name="Paths">
/// Where in the resource the values stand: property names with dots; <c>name(property=value)</c> takes only the
/// elements with that value.
/// </param>
/// <param name="Targets">Of a reference: the types that count. Empty: any.</param>
/// <param name="IsPresence">Whether it asks only if there is a value that is not <c>false</c>: <c>true</c> or <c>false</c>, and never missing.</param>
public sealed record SearchParameter(string Name, SearchKind Kind, ImmutableArray<string> Paths, ImmutableArray<string> Targets, bool IsPresence = false);
