namespace Portal.Tests.Shared;

/// <summary>Which Chromium the tests start: the one that <c>PORTAL_CHROMIUM</c> names, or the first on the PATH.</summary>
public static class ChromiumProgram
{
    public static string Path { get; } = Environment.GetEnvironmentVariable("PORTAL_CHROMIUM") is { Length: > 0 } named ? named : Find();

    private static string Find() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => System.IO.Path.Combine(folder, "chromium"))
        .FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("There is no chromium on the PATH. Install it, or name it in PORTAL_CHROMIUM.");
}
