namespace Portal.Cluster.Tests;

/// <summary>Where the programs under test are: built beside the tests, in the same configuration.</summary>
internal static class Repository
{
    private static readonly DirectoryInfo _output = new(AppContext.BaseDirectory);

    public static string Root { get; } = FindRoot();

    public static string Program(string project) => Path.Combine(
        Root, project, "bin", _output.Parent!.Name, _output.Name, $"Portal.{project}.dll");

    private static string FindRoot()
    {
        var folder = _output;
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Portal.Orleans.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run inside of the repository.");
    }
}
