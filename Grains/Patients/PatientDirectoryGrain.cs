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

    public async Task<Result<ImmutableArray<PatientMatch>>> Match(MatchQuery query)
    {
        var searches = MatchRules.Searches(query.Person);
        if (searches.IsEmpty && query.Identified.IsEmpty)
            return new Problem("patient.match_nothing", "Tell a birth date, a last name, a phone, an e-mail address or an identifier that is known here.");
        var candidates = query.Identified.ToHashSet(StringComparer.Ordinal);
        var isCut = false;
        foreach (var text in searches)
        {
            var page = await _patients.Search(Practice, new(text, null, PatientQueries.MostRows, IncludeHidden: true));
            candidates.UnionWith(page.Rows.Select(row => row.Id));
            isCut |= page.Next is not null;
        }

        var people = await _patients.People(Practice, [.. candidates]);
        var matches = people
            .Select(person => MatchRules.Compare(person.Id, query.Person, person.Demographics, query.Identified.Contains(person.Id)))
            .OfType<PatientMatch>();
        return MatchRules.Ranked(matches, query.Count, query.OnlyCertain, isCut);
    }

    public Task<ImmutableArray<string>> Dependants(string patientId) => _patients.Dependants(Practice, patientId);

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
