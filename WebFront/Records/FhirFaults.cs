using System.Text.RegularExpressions;
using Hl7.Fhir.Utility;
using Portal.Grains.Interfaces.Records;

namespace Portal.WebFront.Records;

/// <summary>Says what the parser found, in words for people and without the values, which may be personal.</summary>
internal static partial class FhirFaults
{
    public const string BadValue = "PVAL124";

    public static ImportProblem Describe(CodedException fault, string place)
    {
        var extended = fault as ExtendedCodedException;
        var where = place + Within(extended?.InstancePath ?? "");
        var message = extended?.BaseErrorMessage ?? "";
        return fault.ErrorCode switch
        {
            BadValue => new(where, "import.bad_value",
                $"The value is not a valid {Kind(message)}.",
                "Correct the value in the system that it comes from and import it again."),
            "PVAL123" or "JSON132" => new(where, "import.wrong_type",
                $"The value has the wrong JSON type; a {Kind(message)} is expected.",
                "Correct how the other system writes it and import it again."),
            "PVAL116" => new(where, "import.unknown_code",
                $"The code is not one of the list that FHIR R4 demands{List(message)}.",
                "Use a code of that list."),
            "PVAL105" => new(where, "import.missing", "A required element is missing.", "Add the element and import it again."),
            "PVAL127" => new(where, "import.not_a_list", "A list is expected here.", "Put the value into [ ]."),
            "PVAL130" => new(where, "import.unknown_type", "FHIR R4 has no resource type of this name.", "Check the name of the type and that the data is FHIR R4."),
            "JSON103" => new(where, "import.no_type", "The resource does not say its type.", "Add resourceType."),
            _ => new(where, "import.bad_structure",
                "This part does not have the structure that FHIR R4 demands.",
                $"Check it with a FHIR validator (the parser's code is {fault.ErrorCode})."),
        };
    }

    public static ImportProblem NumberBeyond(string where) => new(
        where,
        "import.bad_value",
        "The number has more digits than FHIR knows.",
        "Correct the value in the system that it comes from and import it again.");

    /// <summary>The path below the resource: its first part is the type.</summary>
    private static string Within(string path)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? "" : path[dot..];
    }

    private static string Kind(string message)
    {
        var match = KindPattern().Match(message);
        return match.Success ? match.Groups[1].Value : "value";
    }

    private static string List(string message)
    {
        var match = ListPattern().Match(message);
        return match.Success ? $" ({match.Groups[1].Value})" : "";
    }

    [GeneratedRegex(@"literal for an? (\w+)\.?$")]
    private static partial Regex KindPattern();

    [GeneratedRegex(@"valueset '(\w+)'")]
    private static partial Regex ListPattern();
}
