using Portal.Silo.Hosting;

namespace Portal.WebFront.Hosting;

/// <summary>The web front as a process of its own.</summary>
public static class WebFrontProcess
{
    /// <returns>The exit code.</returns>
    public static Task<int> Run(string[] args) => StartRefusal.Tell(async () =>
    {
        var app = await PortalWebFront.Build(new() { Args = args });
        await app.RunAsync();
    });
}
