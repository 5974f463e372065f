using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Portal.Tests.Shared;

/// <summary>A browser without scripts: follows redirects, keeps cookies, fills in the forms that the pages show.</summary>
public sealed class PortalBrowser : IDisposable
{
    private readonly HttpClientHandler _handler = new() { CookieContainer = new CookieContainer() };

    public PortalBrowser(Uri address) => Http = new HttpClient(_handler) { BaseAddress = address };

    public HttpClient Http { get; }

    public CookieContainer Cookies => _handler.CookieContainer;

    /// <summary>The page shown last.</summary>
    public IHtmlDocument Page { get; private set; } = null!;

    /// <summary>Its status.</summary>
    public HttpStatusCode Status { get; private set; }

    /// <summary>Its path and query after redirects.</summary>
    public string Path { get; private set; } = "";

    /// <summary>The text of the page's main part.</summary>
    public string Text => Page.QuerySelector("main")?.TextContent ?? Page.Body?.TextContent ?? "";

    public async Task<PortalBrowser> Open(string path)
    {
        using var response = await Http.GetAsync(path);
        return await Show(response);
    }

    /// <summary>Fills in and sends the form that has all of the fields named.</summary>
    /// <param name="fields">Name and value; what is not named keeps the value that the page gave it.</param>
    /// <param name="handler">Part of the address that the pressed button posts to, for forms with several buttons.</param>
    public async Task<PortalBrowser> Submit(Dictionary<string, string> fields, string? handler = null)
    {
        var form = Page.QuerySelectorAll("form").OfType<IHtmlFormElement>().FirstOrDefault(form => Fits(form, fields, handler))
            ?? throw new InvalidOperationException($"No form with {string.Join(", ", fields.Keys)} {handler} at {Path}.");
        var action = ButtonOf(form, handler)?.GetAttribute("formaction") ?? form.GetAttribute("action");
        var values = ValuesOf(form);
        foreach (var (name, value) in fields)
            values[name] = value;
        if (ButtonOf(form, handler) is { } button && button.GetAttribute("name") is { Length: > 0 } named)
            values.TryAdd(named, button.GetAttribute("value") ?? "");
        using var content = new FormUrlEncodedContent(values);
        using var response = await Http.PostAsync(string.IsNullOrEmpty(action) ? Path : action, content);
        return await Show(response);
    }

    /// <summary>Presses a button of a form, also one that stands outside of its form.</summary>
    public async Task<PortalBrowser> Press(string selector)
    {
        var button = Page.QuerySelector(selector) as IHtmlButtonElement
            ?? throw new InvalidOperationException($"No button {selector} at {Path}.");
        var values = ValuesOf(button.Form!);
        if (button.Name is { Length: > 0 } name)
            values[name] = button.Value;
        using var content = new FormUrlEncodedContent(values);
        using var response = await Http.PostAsync(button.GetAttribute("formaction") ?? button.Form!.GetAttribute("action") ?? Path, content);
        return await Show(response);
    }

    /// <summary>Sends the form that has a file input, with files beside its fields.</summary>
    public Task<PortalBrowser> Upload(Dictionary<string, string> fields, params (string Name, byte[] Content)[] files) =>
        Upload(fields, handler: null, files);

    /// <summary>Sends the form that has a file input by one of its buttons, with files beside its fields.</summary>
    public async Task<PortalBrowser> Upload(Dictionary<string, string> fields, string? handler, params (string Name, byte[] Content)[] files)
    {
        var form = Page.QuerySelectorAll("form").OfType<IHtmlFormElement>().First(form => form.QuerySelector("input[type=file]") is not null);
        var input = form.QuerySelector("input[type=file]")!.GetAttribute("name")!;
        using var content = new MultipartFormDataContent();
        var values = ValuesOf(form);
        foreach (var (name, value) in fields)
            values[name] = value;
        foreach (var (name, value) in values)
            content.Add(new StringContent(value), name);
        foreach (var (name, bytes) in files)
            content.Add(new ByteArrayContent(bytes), input, name);
        using var response = await Http.PostAsync(ButtonOf(form, handler)?.GetAttribute("formaction") ?? Path, content);
        return await Show(response);
    }

    /// <summary>What the form with that field would send as it stands.</summary>
    public Dictionary<string, string> ValuesToSend(string field) =>
        ValuesOf(Page.QuerySelectorAll("form").OfType<IHtmlFormElement>().First(form => Fits(form, new() { [field] = "" }, handler: null)));

    public async Task<PortalBrowser> SignIn(string practice, string userName, string password)
    {
        await Open($"/{practice}/sign-in");
        return await Submit(new() { ["Input.UserName"] = userName, ["Input.Password"] = password });
    }

    public void Dispose()
    {
        Http.Dispose();
        _handler.Dispose();
    }

    private async Task<PortalBrowser> Show(HttpResponseMessage response)
    {
        Status = response.StatusCode;
        Path = response.RequestMessage!.RequestUri!.PathAndQuery;
        Page = await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStreamAsync());
        return this;
    }

    private static bool Fits(IHtmlFormElement form, Dictionary<string, string> fields, string? handler) =>
        string.Equals(form.Method, "post", StringComparison.OrdinalIgnoreCase)
        && fields.Keys.All(name => form.QuerySelector($"[name='{name}']") is not null)
        && (handler is null || ButtonOf(form, handler) is not null
            || form.GetAttribute("action")?.Contains(handler, StringComparison.OrdinalIgnoreCase) is true);

    private static IElement? ButtonOf(IHtmlFormElement form, string? handler) => handler is null
        ? null
        : form.QuerySelectorAll("button[formaction]")
            .FirstOrDefault(button => button.GetAttribute("formaction")!.Contains($"handler={handler}", StringComparison.OrdinalIgnoreCase));

    private static Dictionary<string, string> ValuesOf(IHtmlFormElement form)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        IEnumerable<IElement> outside = form.Id is { Length: > 0 } id ? form.Owner!.QuerySelectorAll($"input[name][form='{id}']") : [];
        foreach (var element in form.QuerySelectorAll("input[name], textarea[name], select[name]").Concat(outside))
        {
            var name = element.GetAttribute("name")!;
            switch (element)
            {
                case IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false }:
                case IHtmlInputElement { Type: "file" or "submit" }:
                    break;
                case IHtmlInputElement input:
                    values[name] = input.Value;
                    break;
                case IHtmlTextAreaElement area:
                    values[name] = area.Value;
                    break;
                case IHtmlSelectElement select:
                    values[name] = select.Value ?? "";
                    break;
            }
        }

        return values;
    }
}
