using System.Runtime.CompilerServices;

namespace Portal.Silo.Documents;

/// <summary>The files of an embedded portal: each is named by its id, half ones of a crash with an ending.</summary>
public sealed class FolderFiles(string folder) : IStoredFiles
{
    public async IAsyncEnumerable<string> Between(
        string from, string before, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        foreach (var path in Named("*"))
        {
            cancellation.ThrowIfCancellationRequested();
            var id = Path.GetFileNameWithoutExtension(path);
            if (Ulid.TryParse(id, out _) && string.CompareOrdinal(id, from) >= 0 && string.CompareOrdinal(id, before) < 0)
                yield return id;
        }
    }

    public Task Delete(string id, CancellationToken cancellation)
    {
        foreach (var path in Named(id + "*").ToList())
            File.Delete(path);
        return Task.CompletedTask;
    }

    public async Task<byte[]?> Read(string id, CancellationToken cancellation) =>
        Ulid.TryParse(id, out _) && Named(id).FirstOrDefault() is { } path ? await File.ReadAllBytesAsync(path, cancellation) : null;

    private IEnumerable<string> Named(string pattern) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories) : [];
}
