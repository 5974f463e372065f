using System.Collections.Immutable;
using System.Globalization;
using Hl7.Fhir.Model;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;

namespace Portal.WebFront.Records.Mapping;

/// <summary>FHIR Patient → the portal's patient.</summary>
internal static class PatientMapping
{
    /// <summary>An extension with one of <see cref="PatientStatus"/>'s words, for what FHIR cannot say.</summary>
    public const string StatusExtension = "urn:portal:patient-status";

    public static PatientDraft Of(Patient patient, ImportContext context)
    {
        ImmutableArray<string> practitioners =
            [.. patient.GeneralPractitioner.Select(reference => context.References.IdOf("Practitioner", reference.Reference)).OfType<string>()];
        return new(StatusOf(patient), DemographicsOf(patient), practitioners.FirstOrDefault(), practitioners);
    }

    private static PatientStatus StatusOf(Patient patient)
    {
        if (patient.Deceased is FhirDateTime or FhirBoolean { Value: true })
            return PatientStatus.Deceased;
        var word = patient.GetExtensionValue<Code>(StatusExtension)?.Value;
        if (Enum.TryParse<PatientStatus>(word, out var told) && Enum.GetName(told) == word)
            return told;
        return patient.Active is false ? PatientStatus.Inactive : PatientStatus.Patient;
    }

    internal static Demographics DemographicsOf(Patient patient)
    {
        var name = Names.Current(patient.Name);
        var nickname = patient.Name.FirstOrDefault(other => other.Use is HumanName.NameUse.Nickname);
        var given = name?.Given.ToList() ?? [];
        var address = Contacts.Current(patient.Address);
        var lines = address?.Line.ToList() ?? [];
        return new()
        {
            FirstName = given.FirstOrDefault() ?? "",
            MiddleName = string.Join(' ', given.Skip(1)),
            LastName = name?.Family ?? (given.Count == 0 ? name?.Text : null) ?? "",
            PreferredName = nickname?.Given.FirstOrDefault() ?? "",
            BirthDate = DateOnly.TryParseExact(patient.BirthDate, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
            Gender = GenderOf(patient.Gender),
            AddressLine1 = lines.FirstOrDefault() ?? "",
            AddressLine2 = string.Join(", ", lines.Skip(1)),
            City = address?.City ?? "",
            State = Regions.State(address?.State),
            PostalCode = address?.PostalCode ?? "",
            Country = Regions.Country(address?.Country),
            HomePhone = Phone(patient, ContactPoint.ContactPointUse.Home),
            WirelessPhone = Phone(patient, ContactPoint.ContactPointUse.Mobile),
            WorkPhone = Phone(patient, ContactPoint.ContactPointUse.Work),
            Email = Contacts.Value(patient.Telecom, ContactPoint.ContactPointSystem.Email),
            Language = LanguageOf(patient),
        };
    }

    private static string Phone(Patient patient, ContactPoint.ContactPointUse use) => Contacts.Value(
        patient.Telecom.Where(contact => contact.Use == use || (contact.Use is null && use is ContactPoint.ContactPointUse.Home)),
        ContactPoint.ContactPointSystem.Phone);

    private static string LanguageOf(Patient patient)
    {
        var told = patient.Communication.FirstOrDefault(language => language.Preferred is true) ?? patient.Communication.FirstOrDefault();
        return told?.Language?.Coding.FirstOrDefault(coding => coding.Code is { Length: > 0 })?.Code ?? "en";
    }

    private static Gender GenderOf(AdministrativeGender? gender) => gender switch
    {
        AdministrativeGender.Female => Gender.Female,
        AdministrativeGender.Male => Gender.Male,
        AdministrativeGender.Other => Gender.Other,
        _ => Gender.Unknown,
    };
}
