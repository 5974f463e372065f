using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Webmail;
using Portal.WebFront.Live;
using Portal.WebFront.Look;
using Portal.WebFront.Webmail;

namespace Portal.WebFront.Pages.Staff.Inbox;

/// <summary>The practice's shared inbox beside whatever of it is open.</summary>
public abstract class StaffMailPage(IGrainFactory grains, LiveTokens tokens, TimeProvider time, PageFrame frame)
    : MailPageModel(grains, tokens, time)
{
    public const string Mine = "mine";
    public const string Everything = "all";

    /// <summary><c>mine</c>, <c>all</c>, <c>assigned</c> or the owner of one mailbox, such as the own one of a provider.</summary>
    [BindProperty(SupportsGet = true)]
    public string Box
    {
        get;
        set => field = string.IsNullOrEmpty(value) ? Mine : value;
    }
    = Mine;

    [BindProperty(SupportsGet = true)]
    public WorkFilter Work { get; set; }

    /// <summary>What was searched for; posted, never in an address.</summary>
    [BindProperty]
    public string Q { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public MailList List { get; private set; } = null!;

    public ImmutableArray<(string Box, string Name)> Boxes { get; private set; } = [];

    /// <summary>The topics of what is listed.</summary>
    public string ListTopics { get; private set; } = "";

    public string BasePath => $"/{Practice}/staff/inbox";

    public string? NewestHref => After is null ? null : BasePath + Query;

    public FoundPages FoundPages => new(
        BasePath, "mail-list mail-pages", [("box", Box), ("work", Work.ToString()), ("q", Q)], After, List.Page.Next, "Conversations");

    public string HrefOf(string box, WorkFilter work) => $"{BasePath}?box={Uri.EscapeDataString(box)}&work={work}";

    public override Dictionary<string, string> Place => new() { ["box"] = Box, ["work"] = Work.ToString() };

    public string Query => $"?box={Uri.EscapeDataString(Box)}&work={Work}";

    protected async Task LoadList(string? openId)
    {
        frame.CurrentArea = Areas.Inbox;
        Q ??= "";
        await LoadPractice();
        var own = StaffMailboxes.Of(PracticeView, Caller);
        Boxes = [.. BoxesOf(own)];
        var owners = Box switch
        {
            Mine => own,
            "assigned" or Everything => ImmutableArray<string>.Empty,
            _ => ImmutableArray.Create(Box),
        };
        ListTopics = string.Join(' ', (owners.IsEmpty ? [LiveTopic.AllMail] : owners.Select(LiveTopic.Mail)).Select(Topic));
        var page = Box == Mine && own.IsEmpty
            ? new MailPage([], null)
            : await Directory.StaffList(new(owners, Box == "assigned" ? Caller.UserId : null, Work, Q, After));
        if (!Request.IsFragment())
            await Grain<IMailboxGrain>($"user:{Caller.UserId}").Looked();
        List = new(page, BasePath, Query, openId, ForStaff: true, Now, Zone, Q.Length > 0 ? null : After);
    }

    private IEnumerable<(string Box, string Name)> BoxesOf(ImmutableArray<string> own)
    {
        yield return (Mine, "My inboxes");
        if (own.Length > 1 && Caller.ProviderId is { } provider)
            yield return ($"provider:{provider}", "Written to me");
        yield return ("assigned", "Assigned to me");
        foreach (var pool in PracticeView?.Pools ?? [])
        {
            if (own.Contains($"pool:{pool.Id}"))
                yield return ($"pool:{pool.Id}", pool.Name);
        }

        yield return (Everything, "Whole practice");
    }
}
