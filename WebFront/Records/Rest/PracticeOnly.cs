using Portal.Grains.Interfaces.Access;

namespace Portal.WebFront.Records.Rest;

/// <summary>What only the practice's own programs, registered systems and administrators may read.</summary>
internal static class PracticeOnly
{
    /// <summary>Runs the request on behalf of its caller, when it is for the caller and the format is one of ours.</summary>
    public static Task<IResult> Serve(HttpContext context, string practice, string type, ResourceRights right, Func<FhirFormat, Task<IResult>> serve) =>
        FhirGate.Serve(
            context, practice,
            caller => FhirGate.IsOfPractice(caller) && caller.OnlyPatientId is null
                ? FhirGate.Refusal(caller, right, type)
                : FhirGate.Forbidden($"{type} is for the practice's own programs and its administrators."),
            (_, format) => serve(format));
}
