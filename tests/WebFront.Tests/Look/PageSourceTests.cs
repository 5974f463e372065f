using System.Text.Json;
using System.Text.RegularExpressions;
using Portal.WebFront.Look;

namespace Portal.WebFront.Tests.Look;

public sealed partial class PageSourceTests
{
    [Fact]
    public void Every_icon_named_in_a_page_is_in_the_sprite()
    {
        var known = Sprite();
        var unknown = SourceFiles.Pages()
            .SelectMany(page => IconName().Matches(page.Text).Select(match => (page.Path, Name: match.Groups[1].Value)))
            .Where(icon => !known.Contains(icon.Name));
        Assert.Equal([], unknown);
    }

    [Fact]
    public void Every_icon_of_a_visit_state_and_of_the_navigation_is_in_the_sprite()
    {
        var known = Sprite();
        var frame = new PageFrame { PracticeSlug = "demo", StaffRoles = ["Administrator"] };
        var named = VisitLook.All.Select(look => look.Icon)
            .Concat(NavEntry.ForPatients(frame).Concat(NavEntry.ForStaff(frame)).Concat(NavEntry.ForAdministrators(frame)).Select(entry => entry.Icon));
        Assert.Equal([], named.Except(known));
    }

    [Fact]
    public void No_page_has_an_inline_style_a_script_or_an_event_handler_that_the_browser_would_refuse()
    {
        var refused = SourceFiles.Pages().SelectMany(page => Inline().Matches(page.Text).Select(match => (page.Path, match.Value)));
        Assert.Equal([], refused);
    }

    /// <summary>The tag helper gives a form its token only where the page names no address.</summary>
    [Fact]
    public void Every_form_that_names_its_address_has_the_token_without_which_it_is_refused()
    {
        var forms = SourceFiles.Pages().SelectMany(page => PostForm().Matches(page.Text).Select(match => (page.Path, match.Value))).ToList();

        Assert.NotEmpty(forms);
        Assert.Equal([], forms.Where(form => !form.Value.Contains("AntiForgeryToken()", StringComparison.Ordinal) && !form.Value.Contains("asp-antiforgery=\"true\"", StringComparison.Ordinal)
            // What was sent goes on with the token that came with it.
            && !form.Path.EndsWith("Error.cshtml", StringComparison.Ordinal)));
    }

    /// <summary>Titles stay in the browser's history, on a shared computer too.</summary>
    [Fact]
    public void No_title_of_a_page_tells_of_a_person_or_a_message()
    {
        var titles = SourceFiles.Pages().SelectMany(page => PageTitle().Matches(page.Text).Select(match => (page.Path, match.Value))).ToList();
        Assert.True(titles.Count > 30);
        Assert.Equal([], titles.Where(title => !PlainTitle().IsMatch(title.Value)));
    }

    [Fact]
    public void Every_live_element_has_an_id_to_be_found_by()
    {
        var nameless = SourceFiles.Pages()
            .SelectMany(page => LiveElement().Matches(page.Text).Select(match => (page.Path, match.Value)))
            .Where(element => !element.Value.Contains(" id=", StringComparison.Ordinal));
        Assert.Equal([], nameless);
    }

    [Fact]
    public void No_form_puts_typed_words_into_an_address()
    {
        var forms = SourceFiles.Pages().SelectMany(page => Form().Matches(page.Text).Select(match => (page.Path, match.Value))).ToList();
        Assert.Contains(forms, form => TypedWords().IsMatch(form.Value));
        var named = forms.Where(form => !form.Value.Contains("method=\"post\"", StringComparison.Ordinal) && TypedWords().IsMatch(form.Value));
        Assert.Equal([], named);
    }

    [Fact]
    public void Forms_that_stand_on_one_page_have_a_request_id_each()
    {
        var shared = SourceFiles.Pages().Where(page => Regex.Count(page.Text, "asp-for=\"RequestId\"") > 1).Select(page => page.Path);
        var several = SourceFiles.Pages()
            .SelectMany(page => Form().Matches(page.Text).Select(match => (page.Path, match.Value)))
            .Where(form => form.Value.Contains("RequestIds.New()", StringComparison.Ordinal) && Regex.Count(form.Value, "<button") > 1);
        Assert.Equal([], shared);
        Assert.Equal([], several);
    }

    /// <summary>Razor writes true as the attribute's own name and leaves false out, so the answer would always be no.</summary>
    [Fact]
    public void No_button_sends_a_bare_yes_or_no()
    {
        var bare = SourceFiles.Pages().SelectMany(page => BareBoolean().Matches(page.Text).Select(match => (page.Path, match.Value)));
        Assert.Equal([], bare);
    }

    [Fact]
    public void The_lock_file_names_no_registry() =>
        Assert.DoesNotContain("\"resolved\"", SourceFiles.Read("package-lock.json"), StringComparison.Ordinal);

    private static HashSet<string> Sprite() =>
        JsonSerializer.Deserialize<Dictionary<string, string[]>>(SourceFiles.Read("Assets/icons.json"))!.Values.SelectMany(names => names).ToHashSet();

    [GeneratedRegex("""<form\b(?=[^>]*method="post")(?=[^>]*\saction=).*?</form>""", RegexOptions.Singleline)]
    private static partial Regex PostForm();

    [GeneratedRegex("""<icon\b[^>]*\bname="([a-z0-9-]+)["]""")]
    private static partial Regex IconName();

    [GeneratedRegex("""<style\b|<script\b(?![^>]*\bsrc=)|<[a-z][^>]*\s(?:style|on[a-z]+)=["']""", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();

    [GeneratedRegex("""<form\b.*?</form>""", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("""\bvalue="@\(?![^"]*""")]
    private static partial Regex BareBoolean();

    [GeneratedRegex("""type="(?:search|text|email|tel)"|<textarea|<text-field|<input class="input"(?![^>]*type=)|<field (?![^>]*type=)""")]
    private static partial Regex TypedWords();

    [GeneratedRegex("""ViewData\["Title"\] = [^;]*;""")]
    private static partial Regex PageTitle();

    /// <summary>Words of the page itself, or of two kinds of it.</summary>
    [GeneratedRegex("""= ("[^"{]*"|Model\.Heading|Model\.\w+( is null)? \? "[^"{]*" : "[^"{]*");$""")]
    private static partial Regex PlainTitle();

    [GeneratedRegex("""<[a-z][^<]*?\sdata-live="[^"]*"[^<]*?>""")]
    private static partial Regex LiveElement();
}
