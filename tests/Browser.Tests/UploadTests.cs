using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Portal.Browser.Tests;

/// <summary>Too large a file is told before it is sent, and what is being sent is sent once.</summary>
[Collection(SharedChromium.Name)]
public sealed class UploadTests(Chromium chromium) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-upload-").FullName;

    [Theory]
    [InlineData("/demo/staff/inbox/compose?patient=p1000", "Send", 25)]
    [InlineData("/demo/staff/import", "Import", 50)]
    public async Task A_file_that_is_too_large_is_told_at_once_and_not_sent(string address, string button, int megabytes)
    {
        await using var person = await chromium.SignedIn("grace.kim");
        await person.Page.GotoAsync(address);
        var fault = person.Page.Locator("[data-upload-fault]");
        var sent = 0;
        person.Page.Request += (_, request) => sent += request.Method == "POST" && request.Url.EndsWith(address, StringComparison.Ordinal) ? 1 : 0;

        await person.Page.Locator("input[type=file]").SetInputFilesAsync(FileOf("scan.pdf", (megabytes * 1024L * 1024) + 1));
        await Expect(fault).ToHaveTextAsync($"scan.pdf is larger than {megabytes} MB. Choose a smaller one.");
        await person.Page.Locator("main").GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
        await Expect(fault).ToBeVisibleAsync();
        Assert.Equal(0, sent);

        await person.Page.Locator("input[type=file]").SetInputFilesAsync(FileOf("small.pdf", 10));
        await Expect(fault).ToBeEmptyAsync();
    }

    [Fact]
    public async Task What_was_wrong_with_the_last_file_is_not_said_beside_what_is_wrong_with_this_one()
    {
        await using var person = await chromium.SignedIn("grace.kim");
        await person.Page.GotoAsync("/demo/staff/import");
        var input = person.Page.Locator("input[type=file]");
        await input.SetInputFilesAsync(new FilePayload { Name = "data.json", MimeType = "application/json", Buffer = "{ no json"u8.ToArray() });
        await person.Page.Locator("main").GetByRole(AriaRole.Button, new() { Name = "Import", Exact = true }).ClickAsync();
        await Expect(person.Page.Locator(".error-summary")).ToContainTextAsync("not valid JSON");

        await input.SetInputFilesAsync(FileOf("scan.json", (50 * 1024L * 1024) + 1));

        await Expect(person.Page.Locator("[data-upload-fault]")).ToHaveTextAsync("scan.json is larger than 50 MB. Choose a smaller one.");
        await Expect(person.Page.Locator(".error-summary")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Too_many_files_are_told_at_once()
    {
        await using var person = await chromium.SignedIn("grace.kim");
        await person.Page.GotoAsync("/demo/staff/inbox/compose?patient=p1000");

        await person.Page.Locator("input[type=file]").SetInputFilesAsync(Enumerable.Range(1, 11).Select(number => FileOf($"{number}.pdf", 10)));

        await Expect(person.Page.Locator("[data-upload-fault]")).ToHaveTextAsync("These are 11 files. Choose up to 10.");
    }

    [Fact]
    public async Task A_form_is_the_persons_again_when_its_upload_ended_and_not_before()
    {
        await using var administrator = await chromium.NewPerson();
        var page = administrator.Page;
        await page.Clock.InstallAsync();
        await administrator.SignIn("grace.kim");
        await page.GotoAsync("/demo/staff/import");
        var underway = new TaskCompletionSource<IRoute>(TaskCreationOptions.RunContinuationsAsynchronously);
        await page.RouteAsync("**/demo/staff/import", route =>
        {
            // The list of imports on the same page is fetched from the same address.
            if (route.Request.Method != "POST")
                return route.ContinueAsync();
            underway.TrySetResult(route);
            return Task.CompletedTask;
        });
        var form = page.Locator("form[data-upload-progress]");

        await page.GetByLabel("File").SetInputFilesAsync(new FilePayload { Name = "data.json", MimeType = "application/json", Buffer = "{}"u8.ToArray() });
        await page.GetByRole(AriaRole.Button, new() { Name = "Import" }).ClickAsync();
        var upload = await underway.Task;
        await page.Clock.FastForwardAsync(60_000);
        await Expect(form).ToHaveAttributeAsync("data-sending", "");
        await upload.AbortAsync();

        await Expect(form).Not.ToHaveAttributeAsync("data-sending", "");
        await Expect(page.GetByText("It is not known whether this arrived. Send it again; it is done only once.")).ToBeVisibleAsync();
        administrator.Forgive(complaint => complaint.Contains("net::ERR_FAILED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_server_answers_to_an_upload_is_told_in_words_and_goes_with_the_next_choice()
    {
        await using var person = await chromium.SignedIn("grace.kim");
        var page = person.Page;
        await page.GotoAsync("/demo/staff/inbox/compose?patient=p1000");
        var status = 413;
        await page.RouteAsync("**/staff/inbox/compose*", route =>
            route.Request.Method == "POST" && status > 0 ? route.FulfillAsync(new() { Status = status }) : route.ContinueAsync());
        var send = page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true });
        var fake = new FilePayload { Name = "fake.png", MimeType = "image/png", Buffer = "no picture"u8.ToArray() };
        await page.GetByLabel("Files").SetInputFilesAsync(fake);

        await send.ClickAsync();
        await Expect(page.Locator("[data-upload-text]")).ToContainTextAsync("Up to 10 files of 25 MB each can be sent.");
        status = 503;
        await send.ClickAsync();
        await Expect(page.Locator("[data-upload-text]")).ToContainTextAsync("It is not known whether this arrived.");
        status = 0;
        await send.ClickAsync();
        await Expect(page.Locator(".field-bad", new() { HasText = "fake.png" })).ToContainTextAsync("fake.png cannot be attached: its content is not that of a PNG image.");
        await page.GetByLabel("Files").SetInputFilesAsync(FileOf("scan.pdf", (25 * 1024L * 1024) + 1));

        await Expect(page.Locator("[data-upload-fault]")).ToContainTextAsync("scan.pdf is larger than 25 MB.");
        await Expect(page.GetByText("fake.png")).ToHaveCountAsync(0);
        person.Forgive(text => text.Contains("413", StringComparison.Ordinal) || text.Contains("503", StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string FileOf(string name, long length)
    {
        var path = Path.Combine(_folder, name);
        using var file = File.Create(path);
        file.SetLength(length);
        return path;
    }
}
