using Portal.Grains.Interfaces.Patients;
using Portal.WebFront.Look;

namespace Portal.WebFront.Patients;

/// <summary>What is asked before it changes who pays for a patient and who acts for the patient.</summary>
public static class FamilyQuestions
{
    /// <param name="payer">Who is to pay.</param>
    /// <param name="patientId">For whom.</param>
    /// <param name="name">The patient's name.</param>
    /// <param name="before">Who pays and acts now.</param>
    /// <param name="today">The day at the practice.</param>
    /// <param name="status">Of the patient: of whom the portal does not show nobody sees anything.</param>
    public static SureQuestion LetPay(PatientCard payer, string patientId, string name, FamilyView before, DateOnly today, PatientStatus status) => payer.Id == patientId
        ? new($"Let {name} pay for their own care?", $"{Child(payer, today)}{before.PayerName} does not pay any more, and acts for {name} only as a responsible party or guardian.", "Guarantor", $"Let {name} pay")
        : new($"Let {payer.Name} pay for {name}?", $"{Child(payer, today)}{payer.Name} becomes the guarantor. {Seen(payer, status, name)}", "Guarantor", $"Let {payer.Name} pay");

    public static SureQuestion LetAct(PatientCard person, RepresentativeKind kind, PatientStatus status, string name) => new(
        $"Make {person.Name} {(kind is RepresentativeKind.Guardian ? "a guardian" : "a responsible party")} of {name}?",
        PatientWords.IsShown(status)
            ? $"{person.Name} then sees the {FamilyWords.Sight} of {name}, acts for {name}, and {FamilyWords.MayPassOn}."
            : PatientWords.WhyHidden(status, name),
        "Add",
        $"Let {person.Name} act");

    public static SureQuestion LetActNoMore(PatientCard person, string name) => new(
        $"Take away that {person.Name} acts for {name}?",
        $"{person.Name} does not see the {FamilyWords.Sight} of {name} any more, unless as the one who pays.",
        "Remove",
        "Take away");

    private static string Seen(PatientCard payer, PatientStatus status, string name) => PatientWords.IsShown(status)
        ? $"Where guarantors may see their family, {payer.Name} then sees the {FamilyWords.Sight} of {name}, acts for {name}, and {FamilyWords.MayPassOn}."
        : PatientWords.WhyHidden(status, name);

    /// <summary>A child is seldom meant.</summary>
    private static string Child(PatientCard payer, DateOnly today) =>
        payer.BirthDate is { } born && PatientWords.AgeOn(born, today) is var age and < 18 ? $"{payer.Name} is {age} years old. " : "";
}
