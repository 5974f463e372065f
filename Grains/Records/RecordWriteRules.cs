using System.Collections.Immutable;
using System.Text;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Records.Reflection;
using Portal.Grains.Records.Search;

namespace Portal.Grains.Records;

/// <summary>What a caller may write, and how a write is answered.</summary>
public static class RecordWriteRules
{
    /// <summary>The scopes must reach what it becomes, and what it was: nobody changes what they may not have.</summary>
    public static bool MayWrite(Caller caller, string patientId, ResourceDraft draft, ServedResource? before)
    {
        if (!MayEnter(caller, patientId))
            return false;
        var next = new HeldResource(new()
        {
            Type = draft.Type,
            Id = draft.Id,
            Version = 0,
            LastUpdated = default,
            Json = Encoding.UTF8.GetBytes(draft.Json),
        });
        return before is null or { Deleted: true }
            ? RecordAccess.MayHave(caller, ResourceRights.Create, next, patientId)
            : RecordAccess.MayHave(caller, ResourceRights.Update, next, patientId) && RecordAccess.MayHave(caller, ResourceRights.Update, new(before), patientId);
    }

    /// <summary>
    /// The entry as far as the caller's scopes go. Who acts and who pays is told by RelatedPersons; whoever may not write them
    /// tells it by no Patient and no Account either.
    /// </summary>
    public static ImportItem WithinScopes(Caller caller, ImportItem item)
    {
        if (item.Act.Family.IsEmpty || caller.Scope is not { } text)
            return item;
        var told = item.Act.Family.RemoveAll(link => !ResourceScope.AllowSome(
            ResourceScope.Into(link.PatientId, caller, text), ResourceRights.Create | ResourceRights.Update, RelativeReflection.Type));
        return told.Length == item.Act.Family.Length
            ? item
            : item with { Act = item.Act with { Family = told }, Warnings = [.. item.Warnings ?? [], ImportProblems.NotRelated(item.Place)] };
    }

    /// <summary>Deleting again, which changes nothing, needs only the right over the type.</summary>
    public static bool MayDelete(Caller caller, string patientId, ServedResource before) => MayEnter(caller, patientId)
        && (before.Deleted
            ? caller.Scope is not { } text || ResourceScope.AllowSome(ResourceScope.In(text), ResourceRights.Delete, before.Type)
            : RecordAccess.MayHave(caller, ResourceRights.Delete, new(before), patientId));

    /// <summary>Whether <c>If-Match</c> holds: of a deleted resource no version is the latest, and 0 says that there is none.</summary>
    public static bool IsLatest(ServedResource? before, int version) =>
        before is { Deleted: false } ? before.Version == version : version == 0;

    public static WriteResult ResultOf(Saved saved) => saved switch
    {
        Saved.Created => WriteResult.Created,
        Saved.Updated => WriteResult.Updated,
        _ => WriteResult.Unchanged,
    };

    public static WriteOutcome Refused(ImmutableArray<ImportProblem> problems) => new() { Result = WriteResult.Refused, Problems = problems };

    /// <summary>The answer to what is made and not stored, when it is sent: nothing is to be done when it says the same.</summary>
    public static WriteOutcome OfMade(ServedResource made, ResourceDraft draft, string place) => IsSame(made, draft)
        ? new() { Result = WriteResult.Unchanged, Resource = made }
        : Refused([ImportProblems.Made(place)]);

    /// <summary>The same for what only the portal writes.</summary>
    public static WriteOutcome OfKept(ServedResource? kept, ResourceDraft draft, string place) => kept is { Deleted: false } && IsSame(kept, draft)
        ? new() { Result = WriteResult.Unchanged, Resource = kept }
        : Refused([ImportProblems.KeptByPortal(place)]);

    /// <summary>Whether what was sent is what was served.</summary>
    public static bool IsSame(ServedResource made, ResourceDraft draft) =>
        CanonicalJson.Of(Encoding.UTF8.GetString(made.Json)).Hash == CanonicalJson.Of(draft.Json).Hash;

    /// <summary>The answer to a condition that something fits.</summary>
    public static WriteOutcome Found(ImmutableArray<ServedResource> fitting) => fitting is [var only]
        ? new() { Result = WriteResult.Found, Resource = only }
        : new() { Result = WriteResult.SeveralFound };

    private static bool MayEnter(Caller caller, string patientId) => !caller.IsForOnePatient || caller.OnlyPatientId == patientId;
}
