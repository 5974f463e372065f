using Portal.Grains.Audit;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Apps;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Records.Search;

namespace Portal.Grains.Records;

/// <summary>Whether a caller may have resources of one record: the patient first, then the scopes of an app's token.</summary>
internal sealed class RecordAccess(IGrainFactory grains, GrainKey record)
{
    /// <summary>
    /// What staff and programs see, a patient's own record, and the records of those whom the person may act for. What
    /// belongs to the practice (its providers, its locations) everybody signed in may see.
    /// </summary>
    public async ValueTask<bool> MayEnter(Caller caller)
    {
        if (caller.IsForOnePatient && record.Id != caller.OnlyPatientId && record.Id != RecordId.PracticeWide && !IsSelf(caller, record.Id))
            return AuditedCall.Refuse();
        if (caller.Is(~Audience.Patient) || record.Id == RecordId.PracticeWide)
            return true;
        return (caller.PatientId is { } viewer
            && await grains.GetGrain<IPatientGrain>(GrainKey.For(record.Practice, record.Id)).MayBeSeenBy(viewer))
            || AuditedCall.Refuse();
    }

    /// <summary>Whether the scopes of the caller's token, if there is one, reach a resource of that record.</summary>
    public static bool MayHave(Caller caller, ResourceRights right, HeldResource resource, string recordId)
    {
        if (caller.Scope is not { } text)
            return true;
        // An app that is told who has signed in may read who that is, whatever else it may: the person's Patient and nothing else.
        if (IsSelf(caller, recordId) && resource.Type == "Patient"
            && (right is ResourceRights.Read || (right is ResourceRights.Search && ResourceScope.Allow(ResourceScope.In(text), right, resource.Type, resource.Categories))))
            return true;

        // The summary tells of more than its type says.
        return ResourceScope.Allow(ResourceScope.Into(recordId, caller, text), right, resource.Type, resource.Categories)
            && (!KeptSummary.Is(resource.Type, resource.Served.Id, recordId)
                || KeptSummary.Tells.All(type => ResourceScope.OpenWhole(recordId, caller, type)));
    }

    private static bool IsSelf(Caller caller, string recordId) =>
        recordId == caller.PatientId && caller is { AppId: not null, Scope: { } scope } && AskedScopes.TellWho(scope);
}
