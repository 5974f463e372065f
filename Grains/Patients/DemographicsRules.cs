using System.Text.RegularExpressions;
using Portal.Grains.Interfaces.Patients;

namespace Portal.Grains.Patients;

/// <summary>What names, birth and contact data may be. Imported records lack much, so nearly nothing is required.</summary>
internal static partial class DemographicsRules
{
    public static void Check(Demographics person, DateOnly today, FieldChecks checks)
    {
        CheckNames(person, checks);
        CheckBirth(person, today, checks);
        if (!Enum.IsDefined(person.Gender))
            checks.Refuse("gender_invalid", "Choose one of the listed words.", nameof(person.Gender));
        CheckAddress(person, checks);
        checks.Phone(person.HomePhone, nameof(person.HomePhone), "the home phone", PatientLimits.Phone);
        checks.Phone(person.WirelessPhone, nameof(person.WirelessPhone), "the mobile phone", PatientLimits.Phone);
        checks.Phone(person.WorkPhone, nameof(person.WorkPhone), "the work phone", PatientLimits.Phone);
        checks.Email(person.Email, nameof(person.Email), "the e-mail address", PatientLimits.Email);
        if (checks.Text(person.Language, nameof(person.Language), "the language", PatientLimits.Language)
            && !LanguagePattern().IsMatch(person.Language))
            checks.Refuse("language_invalid", "The language is a tag such as en or es-MX.", nameof(person.Language));
    }

    private static void CheckNames(Demographics person, FieldChecks checks)
    {
        if (person.FirstName.Length == 0 && person.LastName.Length == 0)
            checks.Refuse("name_missing", "Enter a first or a last name.", nameof(person.LastName));
        checks.Text(person.FirstName, nameof(person.FirstName), "the first name", PatientLimits.Name);
        checks.Text(person.MiddleName, nameof(person.MiddleName), "the middle name", PatientLimits.Name);
        checks.Text(person.LastName, nameof(person.LastName), "the last name", PatientLimits.Name);
        checks.Text(person.PreferredName, nameof(person.PreferredName), "the preferred name", PatientLimits.Name);
    }

    private static void CheckBirth(Demographics person, DateOnly today, FieldChecks checks)
    {
        // East of Greenwich it may be tomorrow already.
        if (person.BirthDate is { } birth && (birth.Year < PatientLimits.FirstBirthYear || birth > today.AddDays(1)))
            checks.Refuse("birth_date_invalid", $"The birth date must lie between {PatientLimits.FirstBirthYear} and today.", nameof(person.BirthDate));
    }

    private static void CheckAddress(Demographics person, FieldChecks checks)
    {
        checks.Text(person.AddressLine1, nameof(person.AddressLine1), "the street", PatientLimits.AddressLine);
        checks.Text(person.AddressLine2, nameof(person.AddressLine2), "the second line of the address", PatientLimits.AddressLine);
        checks.Text(person.City, nameof(person.City), "the city", PatientLimits.AddressLine);
        checks.Text(person.State, nameof(person.State), "the state", PatientLimits.State);
        checks.Text(person.PostalCode, nameof(person.PostalCode), "the postal code", PatientLimits.PostalCode);
        // Not every system says a country that anybody understands.
        if (person.Country.Length is not (0 or 2) || !person.Country.All(char.IsAsciiLetterUpper))
            checks.Refuse("country_invalid", "The country is a code of two letters, such as US, or left empty.", nameof(person.Country));
    }

    [GeneratedRegex("^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", RegexOptions.CultureInvariant)]
    private static partial Regex LanguagePattern();
}
