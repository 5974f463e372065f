using System.Collections.Immutable;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
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
        missing.ExceptWith(await Made(open.Where(found => found.Target is not null && missing.Contains(found.Target)).Select(found => (found.Entry, found.Target!))));
        return open
            .Where(found => found.Target is null || missing.Contains(found.Target))
            .GroupBy(found => found.Entry.Order, found => Problem(found.Entry.Place + found.Path))
            .ToImmutableDictionary(group => group.Key, group => group.ToImmutableArray());
    }

    /// <summary>What is made and not stored, such as a message of the portal that is answered, is there all the same.</summary>
    private async Task<IReadOnlyCollection<string>> Made(IEnumerable<(InputEntry Entry, string Target)> missing)
    {
        using var system = CallerScope.Use(Caller.System(context.Slug));
        var made = new List<string>();
        foreach (var wanted in missing.ToLookup(found => Owners.Of(found.Entry, context), found => found.Target))
        {
            if (wanted.Key is { } owner && owner != RecordId.PracticeWide)
                made.AddRange((await grains.GetGrain<IRecordGrain>(GrainKey.For(context.Slug, owner)).Made([.. wanted])).Select(found => $"{found.Type}/{found.Id}"));
        }

        return made;
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
