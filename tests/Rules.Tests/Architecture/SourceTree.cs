using System.Runtime.CompilerServices;

namespace Portal.Rules.Tests.Architecture;

/// <summary>The checked-out source, found from where this file was compiled or where the tests run.</summary>
internal static class SourceTree
{
    private static readonly string[] _projects = ["Grains.Interfaces", "Grains", "Silo", "WebFront", "tests"];
    private static readonly string[] _made = ["bin", "obj", "node_modules", "dist"];

    public static string Root { get; } = FindRoot(Directory.GetParent(ThisFile())!);

    public static IEnumerable<(string Path, string Text)> Files(params string[] extensions) =>
        _projects
            .Select(project => Path.Combine(Root, project))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Where(file => extensions.Contains(Path.GetExtension(file)))
            .Select(file => Path.GetRelativePath(Root, file))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(_made.Contains))
            .Select(file => (file, File.ReadAllText(Path.Combine(Root, file))));

    // A deterministic build maps the source root to /_/, so the tests' own folder is the second place to start from.
    private static string FindRoot(DirectoryInfo start) =>
        Upwards(start) ?? Upwards(new(AppContext.BaseDirectory)) ?? throw new DirectoryNotFoundException("No Portal.Orleans.sln above the tests.");

    private static string? Upwards(DirectoryInfo? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Portal.Orleans.sln")))
            folder = folder.Parent;
        return folder?.FullName;
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
