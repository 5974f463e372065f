using System.Collections.Immutable;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Scheduling;
using Portal.Grains.Records.Messages;
using Portal.Grains.Scheduling;

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

    public static ImportProblem OtherPatient(string place) => new(
        place,
        "import.other_patient",
        "A resource of this type and id belongs to another patient, and stays with that one.",
        "Send it under an id of its own. If the other one was a mistake, delete it there as well.");

    public static ImportProblem Made(string place) => new(
        place,
        "import.made",
        "This resource is made from what the portal holds and is not stored by itself; what was sent differs from it.",
        "Change it in the portal, or send it under an id of its own.");

    public static ImportProblem KeptByPortal(string place) => new(
        place,
        "import.kept_by_portal",
        "This is the health summary that the portal itself makes of the record and keeps. Nobody else writes it.",
        "Send a document of yours under an id of its own.");

    public static ImportProblem NotRelated(string place) => new(
        place,
        "import.not_related",
        "It is kept, but who acts or pays stays as it was: the token's scopes do not let it write RelatedPerson.",
        "Set it on the patient's page, or ask for the scope as well.");

    public static ImportProblem NotDeleted(string type) => new(
        type,
        "record.not_deleted",
        $"A {type} is not deleted: the portal keeps what people did with it.",
        type is MessageResource.Type
            ? "Write to the same people what was meant; a message that was delivered stays."
            : "Send it with the status that says so: inactive, cancelled or entered in error.");

    public static ImmutableArray<ImportProblem> From<T>(string place, Result<T> result) => From(place, result.Problems);

    public static ImmutableArray<ImportProblem> From(string place, ImmutableArray<Problem> problems) =>
        [.. problems.Select(problem => new ImportProblem(place + PathOf(problem.Field), problem.Code, problem.Message, CorrectAndRepeat))];

    /// <summary>
    /// Why an appointment came to be no visit. A time that the books give to somebody else may be free at the next try, so
    /// such an entry is refused and not kept; any other is kept as a resource, and what is wrong with it is a warning.
    /// </summary>
    public static ImmutableArray<ImportProblem> OfVisit(string place, ImmutableArray<Problem> refusals) =>
        [.. From(place, refusals).Select(problem => problem.Code switch
        {
            var code when AppointmentImport.CannotBe(code) =>
                problem with { Code = ImportProblem.NoVisit, Reason = $"{ImportProblem.KeptWithoutVisit} {problem.Reason}" },
            var code when AppointmentImport.HasTakenPlace(code) => VisitStays(place),
            _ => problem,
        })];

    /// <summary>Whether the entry is kept all the same, and this is a warning.</summary>
    public static bool IsWarning(ImportProblem problem) => problem.Code is ImportProblem.NoVisit or ImportProblem.VisitStays or ImportProblem.MessageStays;

    public static ImportProblem MessageStays(string place) => new(
        place,
        ImportProblem.MessageStays,
        "The resource is kept as it was sent, but the message was delivered as it was before and stays so in the conversation.",
        "Write to the same people what was meant. If it went to the wrong patient, tell the practice.");

    private static ImportProblem VisitStays(string place) => new(
        place + ".status",
        ImportProblem.VisitStays,
        "The appointment is kept in the record as entered in error, but its visit has taken place and stays in the appointment book.",
        "If nobody was here, tell the practice; if somebody was, send the appointment as fulfilled.");

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
        nameof(Slot.Start) => ".start",
        nameof(Slot.End) => ".end",
        "Location" or "Chair" or "Provider" => ".participant",
        _ => "",
    };
}
