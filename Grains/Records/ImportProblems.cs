using System.Collections.Immutable;
using Portal.Grains.Interfaces;
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

    public static ImmutableArray<ImportProblem> From<T>(string place, Result<T> result) =>
        [.. result.Problems.Select(problem => new ImportProblem(place, problem.Code, problem.Message, CorrectAndRepeat))];
}
