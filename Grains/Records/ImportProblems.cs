using System.Collections.Immutable;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records;

internal static class ImportProblems
{
    private const string CorrectAndRepeat = "Correct it in the system that it comes from and import it again.";

    public static ImportProblem UnknownPatient(string place) => new(
        place,
        "import.unknown_patient",
        "It belongs to a patient whom the portal does not know.",
        "Import the patient as well, in the same file or before it.");

    public static ImportProblem UnknownPayer(string place) => new(
        place,
        "import.unknown_representative",
        "The person who pays or represents is no patient record of the portal.",
        "Import that person as a patient too; somebody who is not treated can be one.");

    public static ImmutableArray<ImportProblem> From<T>(string place, Result<T> result) => From(place, result.Problems);

    public static ImmutableArray<ImportProblem> From(string place, ImmutableArray<Problem> problems) =>
        [.. problems.Select(problem => new ImportProblem(place + PathOf(problem.Field), problem.Code, problem.Message, CorrectAndRepeat))];

    /// <summary>The FHIR element behind an input of the portal, where there is one.</summary>
    private static string PathOf(string? field) => field switch
    {
        nameof(Demographics.BirthDate) => ".birthDate",
        nameof(Demographics.FirstName) or nameof(Demographics.MiddleName) or nameof(Demographics.LastName)
            or nameof(Demographics.PreferredName) => ".name",
        nameof(Demographics.HomePhone) or nameof(Demographics.WirelessPhone) or nameof(Demographics.WorkPhone)
            or nameof(Demographics.Email) => ".telecom",
        nameof(Demographics.AddressLine1) or nameof(Demographics.AddressLine2) or nameof(Demographics.City)
            or nameof(Demographics.State) or nameof(Demographics.PostalCode) => ".address",
        nameof(Demographics.Language) => ".communication",
        _ => "",
    };
}
