using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.WebFront.Look;
using Portal.WebFront.Practices;

namespace Portal.WebFront.Pages.Staff.Settings;

/// <summary>Adds or changes a member of the staff, and gives or takes the sign-in.</summary>
public sealed class MemberModel(IGrainFactory grains, PageFrame frame) : SettingsPage(grains, frame)
{
    public static IReadOnlyList<SelectListItem> NoticeChoices { get; } =
    [
        new("To this person as a provider", nameof(MailNotices.Own)),
        new("To this person or to the shared inboxes watched above", nameof(MailNotices.OwnAndShared)),
        new("Never", nameof(MailNotices.None)),
    ];

    [BindProperty(SupportsGet = true)]
    public string? Id { get; set; }

    [BindProperty]
    public MemberInput Input { get; set; } = new();

    public SureQuestion? Question { get; private set; }

    public OnlineAccess Standing { get; private set; } = new(OnlineAccessState.NoAccount);

    /// <summary>The one-time password is shown by the answer that issued it and is stored nowhere.</summary>
    public IssuedSignIn? Issued { get; private set; }

    public IEnumerable<SelectListItem> Providers => View.Providers.Where(provider => !provider.OutOfUse || provider.Id == Input.ProviderId).Select(provider => new SelectListItem(provider.Name, provider.Id));

    /// <summary>Where notices go when the field is left empty.</summary>
    public string? EmailHint => View.Providers.FirstOrDefault(provider => provider.Id == Input.ProviderId) is { Email.Length: > 0 } provider
        ? $"Left empty, the provider's address is used: {provider.Email}"
        : "Left empty, nothing is sent.";

    private StaffMember? Present => View.Staff.FirstOrDefault(member => member.UserId == Id);

    private IPortalUserGrain Account => Grain<IPortalUserGrain>(Id!);

    public async Task<IActionResult> OnGetAsync()
    {
        if (Id is null)
            return Page();
        return await Load() ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (IsGone(Id, Present))
            return NotFound();
        if (Present is { } member && !JoinsWith(Of(member)))
        {
            await LoadSignIn();
            return Page();
        }

        var roles = Input.Roles.Aggregate(Audience.None, (all, role) => all | role);
        var wanted = new StaffMember(IdOrNew(Id), Input.Name ?? "", roles, Input.ProviderId, [.. Input.Pools], Input.Email ?? "", Input.Notices);
        var saved = await Settings.SaveStaffMember(new(RequestId, wanted));
        if (saved.Succeeded && Id is null)
            return RedirectToPage(new { Practice, id = wanted.UserId });
        if (!saved.Succeeded && Id is not null)
            await LoadSignIn();
        return After(saved, "The member of the staff was saved.");
    }

    public async Task<IActionResult> OnPostSignInAsync()
    {
        if (Present is not { } member)
            return NotFound();
        var wanted = Input.UserName ?? "";
        var issued = await Account.ProvisionStaff(new()
        {
            RequestId = RequestId,
            UserName = wanted,
            Name = member.Name,
            Roles = member.Roles,
            ProviderId = member.ProviderId,
        });
        await Load();
        Input.UserName = wanted;
        Issued = issued.Value;
        Show(issued.Problems);
        return Page();
    }

    public async Task<IActionResult> OnPostRemoveAsync()
    {
        if (Id is null)
            return NotFound();
        if (!IsSure)
        {
            Question = await Load()
                ? new($"Take {Input.Name} off the staff?", "The sign-in is closed at once. What was written before keeps the name.", "Remove", "Take off")
                : null;
            return Question is null ? NotFound() : Page();
        }

        return After(await Settings.RemoveStaffMember(RequestId, Id), "The member was taken off the staff and is signed out everywhere.");
    }

    private async Task<bool> Load()
    {
        if (Present is not { } member)
            return false;
        MadeFrom(Input = Of(member));
        await LoadSignIn();
        return true;
    }

    /// <summary>The form of the sign-in stands under that of the member and is not sent with it.</summary>
    private async Task LoadSignIn()
    {
        Standing = await Account.Standing();
        Input.UserName = Standing.UserName;
    }

    private bool JoinsWith(MemberInput present) => Joins(
        present, Input,
        (nameof(Input.Roles), string.Join(", ", StaffRoles.All.Where(role => present.Roles.Contains(role.Role)).Select(role => role.Text))),
        (nameof(Input.ProviderId), Chosen(Providers, present.ProviderId)),
        (nameof(Input.Pools), string.Join(", ", View.Pools.Where(pool => present.Pools.Contains(pool.Id)).Select(pool => pool.Name))),
        (nameof(Input.Notices), Chosen(NoticeChoices, present.Notices.ToString())));

    private static MemberInput Of(StaffMember member) => new()
    {
        Name = member.Name,
        Roles = [.. Enum.GetValues<Audience>().Where(role => int.PopCount((int)role) == 1 && member.Roles.HasFlag(role))],
        ProviderId = member.ProviderId,
        Pools = [.. member.Pools],
        Email = member.Email,
        Notices = member.Notices,
    };
}

public sealed class MemberInput
{
    public string? Name { get; set; }

    public List<Audience> Roles { get; set; } = [];

    public string? ProviderId { get; set; }

    public List<string> Pools { get; set; } = [];

    public string? Email { get; set; }

    public MailNotices Notices { get; set; }

    public string? UserName { get; set; }
}
