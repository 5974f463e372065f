namespace Portal.WebFront.Records.Rest;

/// <summary>Why a request is not served: the status, FHIR's code for the issue, a sentence for the person, and the element or parameter.</summary>
internal sealed record FhirRefusal(int Status, string Code, string Text, string Place = "")
{
    public IResult Answer() => FhirAnswers.Outcome(Status, Code, Text, Place);

    public static FhirRefusal BadValue(string parameter, string text) => new(StatusCodes.Status400BadRequest, "value", text, parameter);

    public static FhirRefusal NotSupported(string parameter, string text) => new(StatusCodes.Status400BadRequest, "not-supported", text, parameter);

    /// <summary>
    /// Why a name in a form is refused whatever handling is wished; none when it is no known name in other letters.
    /// </summary>
    public static FhirRefusal? OtherLetters(string name, IEnumerable<string> known) =>
        known.FirstOrDefault(one => one.Equals(name, StringComparison.OrdinalIgnoreCase) && one != name) is { } meant
            ? BadValue(name, $"Names of parameters are told apart by small and capital letters: write {meant}.")
            : null;

    public static FhirRefusal UnknownType(string type) => new(
        StatusCodes.Status404NotFound, "not-supported", $"Resources of type {type} are not served here. The CapabilityStatement lists those that are.");

    public static FhirRefusal NotFound(string type, string id) => new(
        StatusCodes.Status404NotFound, "not-found", $"There is no {type} with the id {id}, or it is not for this caller.");

    public static FhirRefusal NoVersion(string type, string id, string version) => new(
        StatusCodes.Status404NotFound, "not-found", $"There is no version {version} of a {type} with the id {id}, or it is not for this caller.");

    public static FhirRefusal Gone(string type, string id) => new(
        StatusCodes.Status410Gone, "deleted", $"The {type} with the id {id} was deleted. Its history is still there.");
}
