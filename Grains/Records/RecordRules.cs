using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records;

public static class RecordRules
{
    /// <summary>The row after a store: the same instance when the content is the same.</summary>
    public static ResourceState Store(
        ResourceState? stored, string patientId, ResourceDraft draft, CanonicalJson content, DateTimeOffset now)
    {
        if (stored is not null && stored.Hash == content.Hash)
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
            Date = draft.Facts.Date,
            Status = draft.Facts.Status,
            Category = draft.Facts.Category,
            Codes = draft.Facts.Codes,
            Title = draft.Facts.Title,
            Json = content.Text,
        };
    }

    public static StoredMark Mark(ResourceState? before, ResourceState after) => new(
        ReferenceEquals(before, after) ? Saved.Unchanged : before is null ? Saved.Created : Saved.Updated,
        after.VersionId,
        after.LastUpdated);
}
