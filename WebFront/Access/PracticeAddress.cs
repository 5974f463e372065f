using Microsoft.AspNetCore.Mvc.RazorPages;
using Portal.Grains.Interfaces;
using Portal.WebFront.Hosting;

namespace Portal.WebFront.Access;

/// <summary>Which practice an address is about.</summary>
public static class PracticeAddress
{
    private const string Remembered = "portal.practice-of-address";

    /// <summary>A page of what cannot be a practice is not there; nothing is redirected to an address made of it.</summary>
    public static IApplicationBuilder UsePracticeAddress(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<PageActionDescriptor>() is null
            || context.Request.RouteValues["practice"] is not string practice || GrainKey.IsSlug(practice))
        {
            return next();
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });

    /// <summary>The first part of the path, when it can be a practice. An error page shown instead changes nothing.</summary>
    public static string? PracticeOfAddress(this HttpContext context)
    {
        if (context.Items.TryGetValue(Remembered, out var known))
            return known as string;
        var first = (context.PathOfError() ?? context.Request.Path.Value)?.Split('/', 3).ElementAtOrDefault(1) ?? "";
        var practice = GrainKey.IsSlug(first) ? first : null;
        context.Items[Remembered] = practice;
        return practice;
    }
}
