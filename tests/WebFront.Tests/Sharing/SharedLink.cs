using System.Buffers.Text;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using Portal.WebFront.Demo;

namespace Portal.WebFront.Tests.Sharing;

/// <summary>A health link as its receiver has it.</summary>
/// <param name="Text">The whole link.</param>
/// <param name="Payload">What programs read behind the #.</param>
internal sealed record SharedLink(string Text, JsonObject Payload)
{
    public string Url => (string)Payload["url"]!;

    public string Key => (string)Payload["key"]!;

    /// <summary>Signs in, fills in the form and reads the page that comes back.</summary>
    public static async Task<(PortalBrowser Browser, SharedLink Link)> Make(
        EmbeddedPortal portal, string userName, params (string Name, string Value)[] fields)
    {
        var browser = new PortalBrowser(portal.Address);
        await browser.SignIn("demo", userName, DemoSignIns.Password);
        await browser.Open("/demo/share/new");
        await browser.Submit(fields.Append((Name: "Input.Life", Value: "Day")).ToDictionary(field => field.Name, field => field.Value));
        return (browser, Shown(browser));
    }

    /// <summary>The link on the page that made it.</summary>
    public static SharedLink Shown(PortalBrowser browser) => Shown(browser.Page);

    /// <summary>The link on a page.</summary>
    public static SharedLink Shown(IHtmlDocument page)
    {
        var text = page.QuerySelector("#health-link")?.TextContent.Trim();
        Assert.True(text is not null, page.Body?.TextContent);
        var payload = text[(text.IndexOf("#shlink:/", StringComparison.Ordinal) + "#shlink:/".Length)..];
        return new(text, JsonNode.Parse(Base64Url.DecodeFromChars(payload))!.AsObject());
    }

    public async Task<HttpResponseMessage> Post(object body)
    {
        using var http = new HttpClient();
        return await http.PostAsync(Url, JsonContent.Create(body));
    }

    /// <summary>Opens the link as a program does.</summary>
    /// <returns>The entry of the manifest.</returns>
    public async Task<JsonObject> Open(object? body = null)
    {
        using var answer = await Post(body ?? new { recipient = "Dr. Weber" });
        answer.EnsureSuccessStatusCode();
        var manifest = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal("finalized", (string)manifest["status"]!);
        return Assert.Single(manifest["files"]!.AsArray())!.AsObject();
    }

    public JsonObject Decrypt(string jwe)
    {
        var parts = jwe.Split('.');
        var (nonce, content, tag) = (Base64Url.DecodeFromChars(parts[2]), Base64Url.DecodeFromChars(parts[3]), Base64Url.DecodeFromChars(parts[4]));
        var plain = new byte[content.Length];
        using var cipher = new AesGcm(Base64Url.DecodeFromChars(Key), tag.Length);
        cipher.Decrypt(nonce, content, tag, plain, Encoding.ASCII.GetBytes(parts[0]));
        return JsonNode.Parse(plain)!.AsObject();
    }
}
