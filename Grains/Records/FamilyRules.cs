using System.Collections.Immutable;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records;

public static class FamilyRules
{
    /// <summary>The patient with the link taken in or out; none when that is no change.</summary>
    public static SavePatient? Link(PatientView patient, FamilyLink link, string requestId)
    {
        var guarantor = link.Role is FamilyRole.Guarantor ? Guarantor(patient, link) : patient.GuarantorId;
        var representatives = link.Role is FamilyRole.Guarantor ? patient.Representatives : Representatives(patient, link);
        if (guarantor == patient.GuarantorId && representatives.SequenceEqual(patient.Representatives))
            return null;
        return new(
            requestId, patient.Status, patient.Demographics, guarantor, representatives, patient.PrimaryProviderId);
    }

    private static string Guarantor(PatientView patient, FamilyLink link)
    {
        if (link.Active)
            return link.ByPatientId;
        return patient.GuarantorId == link.ByPatientId ? patient.Id : patient.GuarantorId;
    }

    private static ImmutableArray<Representative> Representatives(PatientView patient, FamilyLink link)
    {
        var kind = link.Role is FamilyRole.Guardian ? RepresentativeKind.Guardian : RepresentativeKind.ResponsibleParty;
        var entry = new Representative(link.ByPatientId, kind);
        if (!link.Active)
            return patient.Representatives.Remove(entry);
        return patient.Representatives.Contains(entry)
            ? patient.Representatives
            : patient.Representatives.RemoveAll(other => other.PatientId == link.ByPatientId).Add(entry);
    }
}
