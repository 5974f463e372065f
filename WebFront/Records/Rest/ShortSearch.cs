using System.Collections.Immutable;

namespace Portal.WebFront.Records.Rest;

/// <summary>A search by a parameter or two among few resources, which all come at once.</summary>
/// <param name="Used">Names and values that were understood, for the link to itself.</param>
internal sealed record ShortSearch(ImmutableArray<(string Name, string Value)> Used)
{
    /// <param name="request">Asked by its address.</param>
    /// <param name="type">The type, for the refusal.</param>
    /// <param name="known">The parameters that there are.</param>
    public static (ShortSearch? Search, FhirRefusal? Refusal) Read(HttpRequest request, string type, params string[] known)
    {
        var isStrict = SearchRequest.IsStrict(request);
        var used = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (var (name, values) in request.Query)
        {
            // However many are wanted at a time, there are never more than one page.
            if (known.Contains(name) || name is "_count" || FhirFormat.IsOfFormat(name))
                used.AddRange(values.OfType<string>().Where(value => value.Length > 0).Select(value => (name, value)));
            else if (isStrict)
                return (null, SearchRequest.Unknown(type, name));
        }

        return (new(used.ToImmutable()), null);
    }

    /// <summary>Whether each time that the parameter is given one of its values fits.</summary>
    public bool Fits(string name, Func<string, bool> fits) =>
        Used.Where(used => used.Name == name).All(used => used.Value.Split(',').Any(fits));

    public string Link(string address) => Used.IsEmpty
        ? address
        : $"{address}?{string.Join('&', Used.Select(used => $"{used.Name}={Uri.EscapeDataString(used.Value)}"))}";
}
