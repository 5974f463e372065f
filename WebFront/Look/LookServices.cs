using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Portal.WebFront.Look;

public static class LookServices
{
    /// <summary>What the layouts and tag helpers need.</summary>
    public static IServiceCollection AddPortalLook(this IServiceCollection services) => services
        .AddScoped<PageFrame>()
        .AddSingleton<CookieTempDataProvider>()
        .AddSingleton<ITempDataProvider, FragmentTempData>();

    /// <summary>Fonts keep their names, as the style sheet names them, so they get a lifetime instead of a fingerprint.</summary>
    public static IApplicationBuilder UsePortalLook(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Request.Path.Value?.EndsWith(".woff2", StringComparison.Ordinal) is true)
        {
            context.Response.OnStarting(() =>
            {
                if (context.Response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status304NotModified)
                {
                    context.Response.Headers.CacheControl = "public, max-age=604800";
                }

                return Task.CompletedTask;
            });
        }

        return next();
    });

    /// <summary>Whether the browser's script asks for the inside of a page only, to refresh what it shows.</summary>
    public static bool IsFragment(this HttpRequest request) => request.Headers.ContainsKey("X-Portal-Fragment");

    /// <summary>Whether a person has the answer before the eyes: a page, or a refresh of one in a tab that is not in the background.</summary>
    public static bool IsSeen(this HttpRequest request) => !request.IsFragment() || request.Headers.ContainsKey("X-Portal-Visible");
}
