using System.Collections.Immutable;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records;

/// <summary>A resource stays with its patient: under one id there is never one with each of two.</summary>
internal sealed class OwnersOf(IGrainFactory grains, string practice)
{
    public static string Reference(ImportItem item) => $"{item.Type}/{item.Resource!.Id}";

    /// <summary>Of the items for one patient, those (by their order) whose id another patient's record has.</summary>
    public async Task<ImmutableHashSet<int>> Elsewhere(string patientId, IEnumerable<ImportItem> items)
    {
        var asked = items.Where(item => item.Resource is not null).ToList();
        if (asked.Count == 0)
            return [];
        var owners = await grains.GetGrain<IRecordDirectoryGrain>(GrainKey.For(practice, IRecordDirectoryGrain.Id)).Owners([.. asked.Select(Reference)]);
        var elsewhere = owners.Where(owned => owned.PatientId != patientId).Select(owned => owned.Reference).ToHashSet(StringComparer.Ordinal);
        return [.. asked.Where(item => elsewhere.Contains(Reference(item))).Select(item => item.Order)];
    }
}
