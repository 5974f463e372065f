using System.Collections.Immutable;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Records.Mapping;

namespace Portal.WebFront.Records;

/// <summary>Finds references of a transaction that lead to nothing: neither in it nor stored.</summary>
internal sealed class ReferenceCheck(IGrainFactory grains, ImportContext context)
{
    public async Task<ImmutableDictionary<int, ImmutableArray<ImportProblem>>> Find(IReadOnlyList<InputEntry> entries)
    {
        var open = new List<(InputEntry Entry, string Path, string? Target)>();
        foreach (var entry in entries.Where(entry => entry.Problems.IsEmpty))
        {
            foreach (var (path, reference) in References.In(entry.Json))
            {
                var target = context.References.Resolve(reference);
                if (target is null ? MeansThisInput(reference) : !context.References.Has(target))
                    open.Add((entry, path, target));
            }
        }

        var stored = grains.GetGrain<IRecordDirectoryGrain>(GrainKey.For(context.Slug, IRecordDirectoryGrain.Id));
        var missing = (await stored.Missing([.. open.Select(found => found.Target).OfType<string>().Distinct()])).ToHashSet(StringComparer.Ordinal);
        return open
            .Where(found => found.Target is null || missing.Contains(found.Target))
            .GroupBy(found => found.Entry.Order, found => Problem(found.Entry.Place + found.Path))
            .ToImmutableDictionary(group => group.Key, group => group.ToImmutableArray());
    }

    /// <summary>By urn: only an entry can be meant; a search in place of an id is not taken.</summary>
    private static bool MeansThisInput(string reference) =>
        reference.StartsWith("urn:uuid:", StringComparison.OrdinalIgnoreCase)
        || (reference.Contains('?', StringComparison.Ordinal) && !reference.Contains("://", StringComparison.Ordinal));

    private static ImportProblem Problem(string place) => new(
        place,
        "import.reference_unresolved",
        "The reference leads to a resource that is neither in this transaction nor stored.",
        "Add that resource, or take the reference out.");
}
