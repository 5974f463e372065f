using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records;

public static class RecordRules
{
    /// <summary>
    /// The row after a store: the same instance when the content is the same, or when an import delivers what it delivered
    /// last, whoever has changed it since. An import that delivers what somebody else wrote is noted, without a new version:
    /// the same file, come again after a change, is an old one.
    /// </summary>
    public static ResourceState Store(
        ResourceState? stored, string patientId, ResourceDraft draft, CanonicalJson content, DateTimeOffset now)
    {
        if (stored is { Deleted: false } && stored.Hash == content.Hash)
            return draft.Delivered is true && stored.Came != draft.CameAs ? stored with { Came = draft.CameAs } : stored;
        if (stored is { Deleted: false } && draft.Delivered is true && stored.Came == (draft.CameAs ?? content.Hash))
            return stored;
        return new()
        {
            PatientId = patientId,
            Type = draft.Type,
            Id = draft.Id,
            OriginalId = draft.OriginalId,
            VersionId = (stored?.VersionId ?? 0) + 1,
            LastUpdated = now,
            Hash = content.Hash,
            Came = draft.Delivered is true ? draft.CameAs : CameBefore(stored),
            Date = draft.Facts.Date,
            Status = draft.Facts.Status,
            Category = draft.Facts.Category,
            Codes = draft.Facts.Codes,
            Title = draft.Facts.Title,
            Json = content.Text,
        };
    }

    /// <summary>The row after a deletion: the same instance when it is deleted already. What it was stays in the version before.</summary>
    public static ResourceState Delete(ResourceState stored, DateTimeOffset now) => stored.Deleted
        ? stored
        : stored with { Deleted = true, VersionId = stored.VersionId + 1, LastUpdated = now, Hash = "", Came = null, Json = "", Title = "", Codes = [] };

    private static string CameBefore(ResourceState? stored) => stored is null or { Deleted: true } ? "" : stored.Came ?? stored.Hash;

    /// <summary>Whether a write that was meant for this version may be made; 0 stands for a resource that is not there.</summary>
    public static bool Is(ResourceState? stored, int version) =>
        stored is { Deleted: false } ? stored.VersionId == version : version == 0;

    public static StoredMark Mark(ResourceState? before, ResourceState after) => new(
        before?.VersionId == after.VersionId ? Saved.Unchanged : before is null or { Deleted: true } ? Saved.Created : Saved.Updated,
        after.VersionId,
        after.LastUpdated,
        IsNoted: ReferenceEquals(before, after));
}
