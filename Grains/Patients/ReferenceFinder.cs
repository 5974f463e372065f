using System.Collections.Immutable;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;

namespace Portal.Grains.Patients;

/// <summary>Looks up what a save refers to. What the document has already is not asked for again.</summary>
internal sealed class ReferenceFinder(IGrainFactory grains, DocumentQueries queries, GrainKey patient)
{
    private const string Dependant =
        "select id from patient_directory where practice = @practice and guarantor_id = @id and id <> @id limit 1";

    public async Task<PatientReferences> Find(PatientState state, SavePatient command)
    {
        // On the portal's own behalf: whether a record exists does not depend on who saves.
        using var system = CallerScope.Use(Caller.System(patient.Practice));
        var guarantorId = PatientRules.GuarantorOf(command, patient.Id);
        var changed = guarantorId != state.GuarantorId && guarantorId != patient.Id;
        return new()
        {
            Guarantor = guarantorId == patient.Id ? null : await CardOf(guarantorId),
            PaysForOthers = changed && PatientRules.Exists(state) && await PaysForOthers(),
            KnownRepresentatives = await Known(state, command),
            KnowsProvider = command.PrimaryProviderId is { } provider
                && (provider == state.PrimaryProviderId || await Knows(provider)),
        };
    }

    private async Task<ImmutableArray<string>> Known(PatientState state, SavePatient command)
    {
        var known = state.Representatives.Select(representative => representative.PatientId).ToImmutableArray();
        foreach (var (id, _) in command.Representatives.IsDefault ? [] : command.Representatives.Take(PatientLimits.Representatives))
        {
            if (!known.Contains(id) && id != patient.Id && await CardOf(id) is not null)
                known = known.Add(id);
        }

        return known;
    }

    private async Task<PatientCard?> CardOf(string id) =>
        FieldChecks.IsId(id) ? await grains.GetGrain<IPatientGrain>(GrainKey.For(patient.Practice, id)).Card() : null;

    private async Task<bool> PaysForOthers() =>
        await queries.First(Dependant, row => row.GetString(0), ("practice", patient.Practice), ("id", patient.Id)) is not null;

    private async Task<bool> Knows(string providerId)
    {
        var practice = await grains.GetGrain<IPracticeGrain>(GrainKey.For(patient.Practice, IPracticeGrain.Id)).View();
        return practice is not null && practice.Providers.Any(provider => provider.Id == providerId);
    }
}
