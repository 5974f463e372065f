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
