using Portal.Grains.Audit;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
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
        if (caller.OnlyPatientId is { } only && record.Id != only && record.Id != RecordId.PracticeWide)
            return AuditedCall.Refuse();
        if (caller.Is(~Audience.Patient) || record.Id == RecordId.PracticeWide)
            return true;
        return (caller.PatientId is { } viewer
            && await grains.GetGrain<IPatientGrain>(GrainKey.For(record.Practice, record.Id)).MayBeSeenBy(viewer))
            || AuditedCall.Refuse();
    }

    public static bool MayHave(Caller caller, ResourceRights right, HeldResource resource) =>
        caller.Scope is not { } text || ResourceScope.Allow(ResourceScope.In(text), right, resource.Type, resource.Categories);
}
