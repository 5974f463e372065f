using Portal.Grains.Interfaces.Patients;

namespace Portal.Grains.Patients;

/// <summary>
/// Who may see whom (domain.md A1). The view <c>patient_sight</c> says the same in SQL; a test compares the two.
/// </summary>
public static class SightRules
{
    /// <summary>Whether patients of the status can be seen in the portal at all.</summary>
    public static bool IsVisible(PatientStatus status) =>
        status is PatientStatus.Patient or PatientStatus.NonPatient or PatientStatus.Inactive;

    /// <summary>Who pays for the patient or represents the patient, without the patient.</summary>
    public static IEnumerable<string> Others(PatientState patient, string patientId) =>
        patient.Representatives.Select(representative => representative.PatientId)
            .Prepend(patient.GuarantorId)
            .Where(id => id != patientId && id.Length > 0)
            .Distinct(StringComparer.Ordinal);

    public static bool MaySee(PatientState patient, string patientId, string viewerId, bool guarantorSeesFamily) =>
        PatientRules.Exists(patient) && IsVisible(patient.Status)
        && (viewerId == patientId
            || (guarantorSeesFamily && viewerId == patient.GuarantorId)
            || patient.Representatives.Any(representative => representative.PatientId == viewerId));
}
