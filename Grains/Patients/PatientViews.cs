using System.Collections.Immutable;
using Portal.Grains.Interfaces.Patients;

namespace Portal.Grains.Patients;

/// <summary>What is shown of a patient's document.</summary>
internal static class PatientViews
{
    public static PatientView View(PatientState state, string id) => new()
    {
        Id = id,
        Status = state.Status,
        Demographics = state.Demographics,
        GuarantorId = state.GuarantorId,
        Representatives = state.Representatives,
        PrimaryProviderId = state.PrimaryProviderId,
        Preferences = state.Preferences,
        Access = state.Access,
    };

    /// <param name="state">The patient.</param>
    /// <param name="id">The patient's id.</param>
    /// <param name="others">The cards of <see cref="SightRules.Others"/>.</param>
    /// <param name="guarantorSeesFamily">The practice's choice.</param>
    public static FamilyView Family(PatientState state, string id, ImmutableArray<PatientCard> others, bool guarantorSeesFamily)
    {
        var actors = others
            .Where(other => other.Visible && SightRules.MaySee(state, id, other.Id, guarantorSeesFamily))
            .Select(other => new FamilyActor(
                other.Id,
                other.Name,
                other.Id == state.GuarantorId,
                state.Representatives.FirstOrDefault(one => one.PatientId == other.Id)?.Kind));
        var payer = others.FirstOrDefault(other => other.Id == state.GuarantorId)?.Name ?? PatientRules.NameOf(state.Demographics);
        return new(state.GuarantorId, payer, [.. actors]);
    }

    public static PatientCard Card(PatientState state, string id) => new(
        id,
        PatientRules.NameOf(state.Demographics),
        state.Demographics.BirthDate,
        state.PrimaryProviderId,
        OnlineAccessRules.IsGiven(state) ? state.Access.UserId : null,
        SightRules.IsVisible(state.Status))
    {
        GuarantorId = state.GuarantorId,
    };
}
