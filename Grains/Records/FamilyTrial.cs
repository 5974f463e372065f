using System.Collections.Immutable;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Patients;

namespace Portal.Grains.Records;

/// <summary>Who would act and pay for whom, link by link, before any of it is written.</summary>
internal sealed class FamilyTrial(IGrainFactory grains, string practice)
{
    private readonly Dictionary<string, PatientView> _told = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PatientView> _becoming = new(StringComparer.Ordinal);

    /// <summary>A patient whom the input tells, as the rules would store it.</summary>
    public void Note(PatientView patient) => _told[patient.Id] = patient;

    /// <summary>What the rules say to the link after those that were tried before.</summary>
    public async Task<ImmutableArray<Problem>> Try(FamilyLink link)
    {
        if (!_becoming.TryGetValue(link.PatientId, out var patient))
            patient = await grains.GetGrain<IPatientGrain>(GrainKey.For(practice, link.PatientId)).View() ?? _told.GetValueOrDefault(link.PatientId);
        if (patient is null || FamilyRules.Link(patient, link, "check") is not { } save)
            return [];
        var problems = PatientRules.CheckRepresentatives(link.PatientId, save.Representatives);
        if (problems.IsEmpty)
            _becoming[link.PatientId] = patient with { GuarantorId = save.GuarantorId ?? patient.Id, Representatives = save.Representatives };
        return problems;
    }
}
