namespace Portal.WebFront.Tests.Records.Rest;

/// <summary>What does not pass where others made the data, which comes out as it went in.</summary>
internal static class ExcusedExamples
{
    private const string Elements = "\"Must support\" asks for every element of a profile somewhere in the data; these examples do not have them all.";

    /// <summary>The script asks for the Provenance of the first patient's only; of the others it is asked for by a test of its own.</summary>
    public static readonly string[] OfExample =
    [
        "allergy_intolerance", "blood_pressure", "bmi", "body_height", "body_temperature", "body_weight", "condition_problems_health_concerns", "device",
        "diagnostic_report_lab", "goal", "heart_rate", "questionnaire_response", "respiratory_rate", "service_request",
    ];

    public static readonly string[] OfInfant = ["head_circumference_percentile", "pediatric_weight_for_height"];

    public static readonly string[] OfChild = ["pediatric_bmi_for_age"];

    /// <summary>Of the checks of US Core.</summary>
    public static IEnumerable<Excused> UsCore(string version) =>
    [
        .. Excused.Each(
            "SKIP", "Asked of the first patient only, who has none.",
            OfExample.Concat(OfInfant).Concat(OfChild).Select(group => $"_{group}_provenance_revinclude_search_test — no Provenance included")),
        .. Excused.Each(
            "SKIP", "No condition of these examples has the element.",
            "condition_encounter_diagnosis_patient_asserted_date", "condition_problems_health_concerns_patient_asserted_date",
            "condition_problems_health_concerns_patient_abatement_date", "condition_problems_health_concerns_patient_category_encounter"),
        new("WARN", "goal_patient_description_search_test — search built from a known resource returned nothing", "The script asks with words for a token, and the goals have no code."),
        .. Excused.Each(
            "FAIL", Elements,
            [
                .. from @group in (string[])["blood_pressure", "condition_problems_health_concerns", "device", "immunization", "questionnaire_response", "service_request"]
                   select $"_{@group}_must_support_test",
            ]),
        .. version == "8.0.0" ? OfEight : [],
    ];

    /// <summary>The examples were made for 6.1.0.</summary>
    private static IEnumerable<Excused> OfEight =>
    [
        .. Excused.Each(
            "FAIL", Elements,
            [
                .. from @group in (string[])
                       [
                           "allergy_intolerance", "bmi", "body_height", "body_temperature", "body_weight", "diagnostic_report_lab", "goal", "head_circumference_percentile",
                           "heart_rate", "medication_request", "observation_lab", "pediatric_bmi_for_age", "pediatric_weight_for_height", "provenance", "respiratory_rate",
                       ]
                   select $"_{@group}_must_support_test",
            ]),
        new("FAIL", "patient_validation_test — example: Patient.extension[4].valueCode type code not allowed, expected Coding [us-core-sex]", "The sex was a code in 6.1.0."),
        new("SKIP", "adi_document_reference_patient_type_period", "No such document of these examples has a period."),
        .. Excused.Each("SKIP", "None of these patients has an average of blood pressures.", "average_blood_pressure_patient_code", "average_blood_pressure_patient_category__lastUpdated"),
        .. Excused.Each("FAIL", "None has it; the script takes another pressure for it.", "average_blood_pressure_validation_test", "average_blood_pressure_must_support_test"),
    ];

    /// <summary>Of the checks of a whole record and its summary.</summary>
    public static IEnumerable<Excused> Record(string patientId) => patientId switch
    {
        ExamplesPortal.PatientId => [new("FAIL", "Condition.category [required] slice us-core", "One condition of Inferno's patient has a category of another list.")],
        "infant-example" => Excused.Each("WARN", "Nothing of the kind is known of the infant.", "section Immunizations", "section Procedures", "section Results"),
        "patient-example-female" =>
        [
            new("WARN", "meta.profile claimed Patient", "This example of IPS claims none."),
            .. Excused.Each("WARN", "The example is a patient of whom nothing else is known.", "section Immunizations", "section Procedures", "section Results"),
        ],
        "eumfh-39-07" =>
        [
            new("WARN", "meta.profile claimed", "The examples of IPS claim none."),
            new("WARN", "section Immunizations", "Of this patient none is known."),
            .. Excused.Each(
                "FAIL", "A European example, which US Core does not bind.",
                "Condition.category [required] slice us-core", "MedicationRequest [us-core-21]", "Organization [required] missing active", "Practitioner [required] missing identifier"),
        ],
        _ => [],
    };
}
