namespace Portal.Bench.Portals;

public static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Portal.Orleans.sln")))
                folder = folder.Parent;
            return folder?.FullName ?? throw new InvalidOperationException("The benches run inside of the repository.");
        }
    }
}
