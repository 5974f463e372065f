namespace Portal.WebFront.Tests.Look;

/// <summary>The sources of WebFront, for rules about them.</summary>
internal static class SourceFiles
{
    private static readonly string _root = Path.Combine(Repository.Root, "WebFront");

    public static string Read(string path) => File.ReadAllText(Path.Combine(_root, path));

    public static IEnumerable<(string Path, string Text)> Pages() => All("Pages", "*.cshtml");

    public static IEnumerable<(string Path, string Text)> All(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(_root, folder), pattern, SearchOption.AllDirectories)
            .Select(file => (Path.GetRelativePath(_root, file), File.ReadAllText(file)));
}
