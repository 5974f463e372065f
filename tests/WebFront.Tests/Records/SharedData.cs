using System.Text.Json.Nodes;

namespace Portal.WebFront.Tests.Records;

/// <summary>The real example data beside the repository. A missing folder fails the test that asks for it.</summary>
internal static class SharedData
{
    public static string[] Files(string folder, string pattern = "*.json")
    {
        var files = Directory.GetFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    public static JsonObject Read(string file) => JsonNode.Parse(File.ReadAllText(file))!.AsObject();

    /// <summary>Without what a server puts in its place: version and time of the change.</summary>
    public static JsonObject Unversioned(JsonNode resource)
    {
        var plain = resource.DeepClone().AsObject();
        if (plain["meta"] is not JsonObject meta)
            return plain;
        foreach (var name in new[] { "versionId", "lastUpdated" })
            meta.Remove(name);
        if (meta.Count == 0)
            plain.Remove("meta");
        return plain;
    }

    private static string Root
    {
        get
        {
            var data = Path.Combine(Beside, "data");
            Assert.True(Directory.Exists(data), $"The example data is not at {data}.");
            return data;
        }
    }

    /// <summary>The folder beside the repository that holds data and checks.</summary>
    public static string Beside
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Portal.Orleans.sln")))
                folder = folder.Parent;
            return Path.Combine(folder!.Parent!.FullName, "shared");
        }
    }
}
