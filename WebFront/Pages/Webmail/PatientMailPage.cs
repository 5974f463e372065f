using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Webmail;
using Portal.WebFront.Live;
using Portal.WebFront.Look;
using Portal.WebFront.Webmail;

namespace Portal.WebFront.Pages.Webmail;

/// <summary>The patient's mailbox beside whatever of it is open.</summary>
public abstract class PatientMailPage(IGrainFactory grains, LiveTokens tokens, TimeProvider time, PageFrame frame)
    : MailPageModel(grains, tokens, time)
{
    [BindProperty(SupportsGet = true)]
    public MailFolder Folder { get; set; }

    /// <summary>What was searched for; posted, never in an address.</summary>
    [BindProperty]
    public string Q { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public MailList List { get; private set; } = null!;

    public string Owner => $"user:{Caller.UserId}";

    public string? NewestHref => After is null ? null : $"/{Practice}/webmail{FolderQuery}";

    public FoundPages FoundPages => new(
        $"/{Practice}/webmail", "mail-list mail-pages", [("folder", Folder.ToString()), ("q", Q)], After, List.Page.Next, "Messages");

    private string FolderQuery => Folder is MailFolder.Inbox ? "" : $"?folder={Folder}";

    protected async Task LoadList(string? openId)
    {
        frame.CurrentArea = Areas.Messages;
        Q ??= "";
        await LoadPractice();
        var page = await Directory.PatientList(new(Folder, Q, After));
        List = new(page, $"/{Practice}/webmail", FolderQuery, openId, ForStaff: false, Now, Zone, Q.Length > 0 ? null : After);
        if (!Request.IsFragment())
            await Grain<IMailboxGrain>(Owner).Looked();
    }
}
