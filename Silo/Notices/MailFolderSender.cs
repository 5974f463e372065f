using Portal.Grains.Notices;

namespace Portal.Silo.Notices;

/// <summary>Writes notices as files, so that the embedded portal works without a mail server.</summary>
internal sealed class MailFolderSender(string folder, string from) : INoticeSender
{
    public async Task Send(Notice notice, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{notice.Id}.eml");

        // Under another name first: whoever watches the folder meets whole letters only.
        var partial = path + ".part";
        await using (var file = File.Create(partial))
            await NoticeMessage.Of(notice, from).WriteToAsync(file, cancellation);
        File.Move(partial, path, overwrite: true);
    }
}
