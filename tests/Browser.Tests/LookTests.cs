using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Portal.Browser.Tests;

/// <summary>Faults that an earlier look had: what says where one is must be seen in forced colours, and a phone has room for one thing.</summary>
[Collection(SharedChromium.Name)]
public sealed class LookTests(Chromium chromium)
{
    private const int Desk = 1280;
    private const int Phone = 390;

    [Theory]
    [InlineData("emma.bennett", "/demo/webmail")]
    [InlineData("tomas.rivera", "/demo/staff/inbox?box=all&work=All")]
    public async Task Forced_colours_show_the_current_row_the_current_place_and_the_unread_count(string who, string inbox)
    {
        await using var person = await chromium.Tab(who);
        await person.Page.GotoAsync(inbox);
        await person.Page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });
        await person.Page.GotoAsync((await person.Page.Locator(".message-row").First.GetAttributeAsync("href"))!);
        await Expect(person.Page.Locator(".message-row[aria-current]")).ToHaveCountAsync(1);

        foreach (var kind in new[] { ".message-row", ".nav .nav-link" })
        {
            var current = await Style(person.Page.Locator($"{kind}[aria-current]").First, "backgroundColor");
            var other = await Style(person.Page.Locator($"{kind}:not([aria-current])").First, "backgroundColor");
            Assert.True(current != other && current != await Style(person.Page.Locator("body"), "backgroundColor"), $"The current {kind} looks like the others.");
        }

        // A count is always there for the eye: a page without unread mail is given one.
        await person.Page.EvaluateAsync("document.querySelector('#nav-unread').replaceChildren(Object.assign(document.createElement('span'), { className: 'pill', textContent: '2' }))");
        var pill = person.Page.Locator("#nav-unread .pill");
        Assert.Equal("solid", await Style(pill, "borderTopStyle"));
        Assert.NotEqual("0px", await Style(pill, "borderTopWidth"));
        Assert.Equal(await Style(pill, "color"), await Style(pill, "borderTopColor"));
    }

    [Theory]
    [InlineData("emma.bennett", "/demo/webmail")]
    [InlineData("tomas.rivera", "/demo/staff/inbox?box=all&work=All")]
    public async Task A_phone_shows_the_list_or_the_conversation_and_a_desk_both(string who, string inbox)
    {
        await using var person = await chromium.Tab(who);
        var (list, thread) = (person.Page.Locator(".mail-list"), person.Page.Locator(".mail-thread"));
        await person.Page.SetViewportSizeAsync(Phone, 844);
        await person.Page.GotoAsync(inbox);
        await Expect(list).ToBeVisibleAsync();
        await Expect(person.Page.Locator(".mail > :visible")).ToHaveCountAsync(1);

        await person.Page.GotoAsync((await person.Page.Locator(".message-row").First.GetAttributeAsync("href"))!);
        await Expect(thread).ToBeVisibleAsync();
        await Expect(list).ToBeHiddenAsync();
        await Expect(person.Page.Locator(".back:visible")).ToHaveCountAsync(1);

        await person.Page.SetViewportSizeAsync(Desk, 900);
        await Expect(thread).ToBeVisibleAsync();
        await Expect(list).ToBeVisibleAsync();
        await Expect(person.Page.Locator(".back:visible")).ToHaveCountAsync(0);
    }

    /// <summary>Every word of it on one line, all beside each other.</summary>
    [Theory]
    [InlineData("emma.bennett", "/demo")]
    [InlineData("tomas.rivera", "/demo/staff")]
    [InlineData("grace.kim", "/demo/staff")]
    public async Task The_bar_of_a_phone_is_one_line(string who, string address)
    {
        await using var person = await chromium.Tab(who);
        await person.Page.SetViewportSizeAsync(Phone, 844);
        await person.Page.GotoAsync(address);

        var broken = await person.Page.EvaluateAsync<string[]>("""
            () => {
              const links = [...document.querySelectorAll('nav[aria-label=Main] .nav-link')].filter((link) => link.getClientRects().length > 0);
              const top = links[0].getBoundingClientRect().top;
              return links
                .filter((link) => link.getBoundingClientRect().top !== top || [...link.querySelectorAll(':scope > span:not(.nav-unread)')].some((word) => {
                  const range = document.createRange();
                  range.selectNodeContents(word);
                  return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1;
                }))
                .map((link) => link.textContent.trim());
            }
            """);

        Assert.Empty(broken);
        Assert.True(await person.Page.Locator("nav[aria-label=Main] .nav-link:visible").CountAsync() >= 3);
    }

    private static Task<string> Style(ILocator element, string property) =>
        element.EvaluateAsync<string>("(element, property) => getComputedStyle(element)[property]", property);
}
