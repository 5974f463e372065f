using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using Portal.WebFront.Hosting;
using Portal.WebFront.Records;

namespace Portal.WebFront.Access;

/// <summary>
/// What tells programs, before they have a token, how they reach a practice is there only where the practice is: the address
/// of one with a slip of the pen leads nowhere at once, and not only when somebody signs in.
/// </summary>
internal static class KnownPractices
{
    public static TBuilder OfKnownPractice<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new Mark());

    /// <summary>After routing, and before what answers without an endpoint.</summary>
    public static IApplicationBuilder RefuseUnknownPractices(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Mark>() is null || await IsKnown(context, context.PracticeOfAddress()))
            await next();
        else if (context.IsFhirAddress())
            await FhirAnswers.Outcome(StatusCodes.Status404NotFound, "not-found", "There is no practice at this address.").ExecuteAsync(context);
        else
            context.Response.StatusCode = StatusCodes.Status404NotFound;
    });

    /// <summary>One whose bridge has a token is about to be sent.</summary>
    private static async Task<bool> IsKnown(HttpContext context, string? practice)
    {
        if (practice is null)
            return false;
        if (context.RequestServices.GetRequiredService<BridgeTokens>().Fingerprint(practice) is not null)
            return true;
        using var visitor = CallerScope.Use(Caller.Visitor(practice));
        return await context.RequestServices.GetRequiredService<IGrainFactory>().GetGrain<IPracticeGrain>(GrainKey.For(practice, IPracticeGrain.Id)).Card() is not null;
    }

    private sealed record Mark;
}
