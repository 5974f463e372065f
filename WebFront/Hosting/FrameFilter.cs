using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Filters;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Audit;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Webmail;
using Portal.WebFront.Access;
using Portal.WebFront.Live;
using Portal.WebFront.Look;
using Portal.WebFront.Webmail;

namespace Portal.WebFront.Hosting;

/// <summary>Fills the frame round every page: the practice, the person, the unread count and what the frame watches.</summary>
public sealed class FrameFilter(PageFrame frame, IGrainFactory grains, LiveTokens tokens, TimeProvider time) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (CallerScope.Current is { } caller && caller.Practice != GrainKey.Platform)
        {
            await Fill(caller, context.HttpContext);
            if (context.HttpContext.PathOfError() is not null)
                (frame.LivePath, frame.FrameTopics) = (null, "");
            OpenPage.Is(AddressOf(context.HttpContext.Request), context.HttpContext.Request.IsFragment());
        }

        await next();
    }

    /// <summary>
    /// What was searched for belongs to it: the words are in a form (decision 0007). One that was not read until now is
    /// what went wrong, and this is the page that says so.
    /// </summary>
    private static string AddressOf(HttpRequest request)
    {
        var fields = (request.HttpContext.Features.Get<IFormFeature>()?.Form ?? FormCollection.Empty)
            .Where(field => field.Key != "__RequestVerificationToken" && !string.IsNullOrEmpty(field.Value))
            .OrderBy(field => field.Key, StringComparer.Ordinal)
            .Select(field => $"{field.Key}={field.Value}");
        return string.Join('\n', fields.Prepend(request.Path + request.QueryString));
    }

    private async Task Fill(Caller caller, HttpContext http)
    {
        var isPerson = caller.Is(Audience.Person) && !(http.User.MustChoosePassword() && http.PathOfError() is not null);
        if (isPerson)
            FillPerson(caller, http);
        // The ways on need nobody's answer; where something broke, the page that says so waits for none.
        if (http.Broke())
            return;
        var practice = grains.GetGrain<IPracticeGrain>(GrainKey.For(caller.Practice, IPracticeGrain.Id));
        if (await practice.Card() is { } card)
        {
            frame.PracticeSlug = caller.Practice;
            frame.PracticeName = card.Name;
            frame.PracticePhone = card.Phone;
        }

        if (isPerson)
            await (frame.IsStaff ? FillStaff(caller, practice) : FillPatient(caller));
    }

    private void FillPerson(Caller caller, HttpContext http)
    {
        frame.PracticeSlug = caller.Practice;
        frame.PersonName = caller.Name;
        frame.IsStaff = caller.Is(Audience.Staff);
        frame.SessionSeconds = http.SessionSecondsLeft(time.GetUtcNow());
        frame.LivePath = $"/{caller.Practice}{LiveHub.Address}";
        frame.StaffRoles = [.. Enum.GetValues<Audience>().Where(role => IsOneRole(role) && caller.Is(role)).Select(role => role.ToString())];
    }

    private async Task FillPatient(Caller caller)
    {
        frame.UnreadCount = await Mail(caller).PatientUnread();
        frame.FrameTopics = Topics(caller, [LiveTopic.Mail($"user:{caller.UserId}"), LiveTopic.Session(caller.UserId)]);
    }

    private async Task FillStaff(Caller caller, IPracticeGrain practice)
    {
        var view = await practice.View();
        var owners = StaffMailboxes.Of(view, caller);
        frame.UnreadCount = await Mail(caller).StaffUnread(owners);
        frame.FrameTopics = Topics(caller, owners.Select(LiveTopic.Mail).Append(LiveTopic.Session(caller.UserId)));
    }

    private IMailDirectoryGrain Mail(Caller caller) =>
        grains.GetGrain<IMailDirectoryGrain>(GrainKey.For(caller.Practice, IMailDirectoryGrain.Id));

    private string Topics(Caller caller, IEnumerable<string> topics) =>
        string.Join(' ', topics.Select(topic => tokens.For(caller.Practice, topic)));

    private static bool IsOneRole(Audience role) => int.PopCount((int)role) == 1 && (role & Audience.Staff) != 0;
}
