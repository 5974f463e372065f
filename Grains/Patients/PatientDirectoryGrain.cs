using System.Collections.Immutable;
using Orleans.Concurrency;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;

namespace Portal.Grains.Patients;

[StatelessWorker, GrainType("patient-directory")]
public sealed class PatientDirectoryGrain(DocumentQueries queries, IGrainFactory grains) : Grain, IPatientDirectoryGrain
{
    private readonly PatientQueries _patients = new(queries);

    private string Practice => GrainKey.Parse(this.GetPrimaryKeyString()).Practice;

    public Task<PatientPage> Search(PatientSearch search) => _patients.Search(Practice, search);

    public Task<ImmutableArray<PatientRow>> Family(string guarantorId) => _patients.Family(Practice, guarantorId);

    public async Task<ImmutableArray<PatientCard>> VisibleTo(string viewerPatientId)
    {
        var caller = CallerScope.Required;
        if (!caller.Is(Audience.Staff | Audience.System) && caller.PatientId != viewerPatientId)
            return [];
        var practice = grains.GetGrain<IPracticeGrain>(GrainKey.For(Practice, IPracticeGrain.Id));
        var policies = await practice.Policies();
        return await _patients.VisibleTo(Practice, viewerPatientId, policies.GuarantorSeesFamily);
    }
}
