using Portal.WebFront.Live;
using Portal.WebFront.Look;

namespace Portal.WebFront.Pages.Staff.Inbox;

public sealed class IndexModel(IGrainFactory grains, LiveTokens tokens, TimeProvider time, PageFrame frame)
    : StaffMailPage(grains, tokens, time, frame)
{
    public async Task OnGetAsync()
    {
        await LoadList(openId: null);
        await LoadUnsent();
    }

    public Task OnPostAsync() => OnGetAsync();
}
