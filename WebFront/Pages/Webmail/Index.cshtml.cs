using Portal.WebFront.Live;
using Portal.WebFront.Look;

namespace Portal.WebFront.Pages.Webmail;

public sealed class IndexModel(IGrainFactory grains, LiveTokens tokens, TimeProvider time, PageFrame frame)
    : PatientMailPage(grains, tokens, time, frame)
{
    public Task OnGetAsync() => LoadList(openId: null);

    public Task OnPostAsync() => LoadList(openId: null);
}
