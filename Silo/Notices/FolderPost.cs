using MimeKit;

namespace Portal.Silo.Notices;

/// <summary>Writes letters as files, so that the embedded portal works without a mail server.</summary>
internal sealed class FolderPost(string folder, string from) : IPost
{
    public string From => from;

    public async Task Send(string id, MimeMessage letter, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{id}.eml");

        // Under another name first: whoever watches the folder meets whole letters only.
        var partial = path + ".part";
        await using (var file = File.Create(partial))
            await letter.WriteToAsync(file, cancellation);
        File.Move(partial, path, overwrite: true);
    }
}
