using System.Collections.Immutable;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.Grains.Records.Search;

/// <summary>What comes with the matches of a search: <c>_include</c> and <c>_revinclude</c>.</summary>
/// <param name="held">What the caller may have of the record.</param>
/// <param name="elsewhere">Asks the practice's record for what is not in this one.</param>
internal sealed class RecordInclusion(
    IReadOnlyDictionary<string, HeldResource> held, Func<ImmutableArray<string>, Task<ImmutableArray<ServedResource>>> elsewhere)
{
    /// <summary>Rounds of <c>:iterate</c>; longer chains are cut.</summary>
    private const int LongestChain = 5;

    public async Task<ImmutableArray<ServedResource>> Around(ImmutableArray<HeldResource> matches, ResourceSearch search)
    {
        if (search.Includes.IsEmpty && search.ReverseIncludes.IsEmpty)
            return [];
        var known = matches.Select(match => match.Reference).ToHashSet(StringComparer.Ordinal);
        var included = new List<HeldResource>();
        var fresh = matches.ToList();
        for (var round = 0; round < LongestChain && fresh.Count > 0; round++)
        {
            var first = round == 0;
            var targets = fresh.SelectMany(resource => Targets(resource, search.Includes, first)).Where(known.Add).ToImmutableArray();
            var found = await Resolve(targets);
            found.AddRange(Referring(fresh, search.ReverseIncludes, first).Where(resource => known.Add(resource.Reference)));
            included.AddRange(found);
            fresh = found;
        }

        return [.. included.Select(resource => resource.Served)];
    }

    /// <summary>What the whole record refers to outside of itself.</summary>
    public Task<ImmutableArray<ServedResource>> ReferredTo()
    {
        var all = held.Values
            .Where(resource => !resource.Served.Deleted)
            .SelectMany(resource => resource.Targets)
            .Where(target => !held.ContainsKey(target) && !target.StartsWith("Patient/", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        return elsewhere([.. all]);
    }

    private async Task<List<HeldResource>> Resolve(ImmutableArray<string> targets)
    {
        var here = targets.Select(held.GetValueOrDefault).OfType<HeldResource>().Where(resource => !resource.Served.Deleted).ToList();
        var missing = targets.Where(target => !held.ContainsKey(target)).ToImmutableArray();
        here.AddRange((await elsewhere(missing)).Select(served => new HeldResource(served)));
        return here;
    }

    private static IEnumerable<string> Targets(HeldResource resource, ImmutableArray<SearchInclude> includes, bool first) => includes
        .Where(include => (first || include.Iterate) && (include.Type == "*" || include.Type == resource.Type))
        .SelectMany(include => References(resource, name => include.Parameter == "*" || include.Parameter == name)
            .Where(target => IsOf(include.Target, target)));

    private static bool IsOf(string? type, string target) => type is null || target.StartsWith(type + "/", StringComparison.Ordinal);

    private static IEnumerable<string> References(HeldResource resource, Func<string, bool> wanted) => SearchParameters.Of(resource.Type)
        .Where(parameter => parameter.Kind is SearchKind.Reference && wanted(parameter.Name))
        .SelectMany(parameter => resource.Values(parameter))
        .OfType<IndexedReference>()
        .Select(reference => reference.Target)
        .Where(target => target.Contains('/', StringComparison.Ordinal));

    private IEnumerable<HeldResource> Referring(List<HeldResource> to, ImmutableArray<SearchInclude> includes, bool first)
    {
        var targets = to.Select(resource => resource.Reference).ToHashSet(StringComparer.Ordinal);
        return includes
            .Where(include => first || include.Iterate)
            .SelectMany(include => held.Values
                .Where(resource => include.Type is "*" || resource.Type == include.Type)
                .Where(resource => !resource.Served.Deleted)
                .Where(resource => References(resource, name => include.Parameter == "*" || include.Parameter == name).Any(target => IsOf(include.Target, target) && targets.Contains(target))));
    }
}
