using System.Collections.Immutable;
using Orleans.Concurrency;
using Portal.Grains.Audit;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Sharing;

namespace Portal.Grains.Sharing;

[StatelessWorker, GrainType("health-link-directory")]
public sealed class HealthLinkDirectoryGrain(DocumentQueries queries, IGrainFactory grains) : Grain, IHealthLinkDirectoryGrain
{
    private string Practice => GrainKey.Parse(this.GetPrimaryKeyString()).Practice;

    public async Task<ImmutableArray<HealthLinkView>> List()
    {
        if (CallerScope.Required.PatientId is not { } own)
            return [];
        var directory = grains.GetGrain<IPatientDirectoryGrain>(GrainKey.For(Practice, IPatientDirectoryGrain.Id));
        var visible = await directory.VisibleTo(own);
        var ids = new List<string>();
        foreach (var patient in visible)
            ids.AddRange(await LinksOf(patient.Id));
        // The grain knows how the link stands at this moment.
        var views = await Task.WhenAll(ids.Select(id => grains.GetGrain<IHealthLinkGrain>(GrainKey.For(Practice, id)).View()));
        AuditedCall.About(views.OfType<HealthLinkView>().Select(view => view.PatientId));
        return [.. views.OfType<HealthLinkView>().OrderByDescending(view => view.MadeAt).ThenBy(view => view.Id, StringComparer.Ordinal)];
    }

    private Task<ImmutableArray<string>> LinksOf(string patientId) => queries.List(
        HealthLinkSql.OfPatient, row => row.GetString(0),
        ("practice", Practice), ("patient", patientId), ("size", HealthLinkLimits.Listed));
}
