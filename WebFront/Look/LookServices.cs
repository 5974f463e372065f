namespace Portal.WebFront.Look;

public static class LookServices
{
    /// <summary>What the layouts and tag helpers need.</summary>
    public static IServiceCollection AddPortalLook(this IServiceCollection services) => services.AddScoped<PageFrame>();

    /// <summary>Whether the browser's script asks for the inside of a page only, to refresh what it shows.</summary>
    public static bool IsFragment(this HttpRequest request) => request.Headers.ContainsKey("X-Portal-Fragment");
}
