using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Demo;
using Portal.WebFront.Tests.Records;
using Portal.WebFront.Webmail;

namespace Portal.WebFront.Tests.Hosting;

[Collection(DemoPortal.Name)]
public sealed class FormSizeTests(DemoPortal portal)
{
    private const int KestrelLimit = 30_000_000;
    private const long Megabyte = 1024 * 1024;

    public static TheoryData<string, long> Uploads => new()
    {
        { "/demo/staff/import", ImportLimits.Bytes + Megabyte + 1 },
        { "/demo/staff/inbox/compose", StaffUpload.Limit + 1 },
    };

    /// <summary>The sender waits to be asked for the form, so that none of it is sent.</summary>
    [Theory, MemberData(nameof(Uploads))]
    public async Task A_form_that_says_it_is_too_large_is_refused_before_it_is_read(string page, long length)
    {
        using var staff = await SignedIn();
        using var content = new Zeros(length) { Headers = { ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x") } };

        using var answer = await Post(staff, page, content, waits: true);

        await IsTooMuch(answer);
        Assert.Equal(0, content.Sent);
    }

    /// <summary>By hand, because a client would be cut off while it still sends.</summary>
    [Fact]
    public async Task A_form_whose_sender_says_no_length_is_refused_where_it_becomes_too_large()
    {
        using var staff = await SignedIn();
        using var client = new TcpClient("localhost", portal.Address.Port);
        await using var wire = client.GetStream();
        var head = $"POST /demo/staff/settings/profile HTTP/1.1\r\nHost: {portal.Address.Authority}\r\nCookie: {staff.Cookies.GetCookieHeader(new(portal.Address, "/demo/staff"))}\r\n"
            + "Content-Type: multipart/form-data; boundary=x\r\nTransfer-Encoding: chunked\r\n\r\n";
        await wire.WriteAsync(Encoding.ASCII.GetBytes($"{head}{KestrelLimit + 1:x}\r\n"));
        await wire.WriteAsync(new byte[KestrelLimit + 1]);

        var answer = await new StreamReader(wire).ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        Assert.Contains("Too much at once", answer, StringComparison.Ordinal);
    }

    /// <summary>As a browser does it: everything is sent, then the answer is read.</summary>
    [Fact]
    public async Task Whoever_sent_all_of_a_form_that_is_too_large_reads_why_it_was_refused()
    {
        using var staff = await SignedIn();
        using var content = new Zeros(ImportLimits.Bytes + (2 * Megabyte)) { Headers = { ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x") } };

        using var answer = await Post(staff, "/demo/staff/import", content);

        await IsTooMuch(answer);
    }

    [Fact]
    public async Task A_form_larger_than_most_pages_take_is_read_where_its_page_takes_it()
    {
        using var staff = await SignedIn();
        await staff.Open("/demo/staff/inbox/compose?patient=p1000");
        var file = new byte[16 * Megabyte];
        "%PDF-1.7"u8.CopyTo(file);

        await staff.Upload(new() { ["Input.Subject"] = "Two large files", ["Input.Body"] = "" }, ("one.pdf", file), ("two.pdf", file));

        Assert.Equal(HttpStatusCode.OK, staff.Status);
        Assert.Contains("Write a message before you send it.", staff.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_with_more_fields_than_any_page_has_is_refused_in_the_same_words()
    {
        using var staff = await SignedIn();
        using var content = new FormUrlEncodedContent(Enumerable.Range(0, 2000).Select(number => KeyValuePair.Create($"field{number}", "x")));

        using var answer = await Post(staff, "/demo/staff/settings/profile", content);

        await IsTooMuch(answer);
    }

    private static async Task IsTooMuch(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("Too much at once", text, StringComparison.Ordinal);
        Assert.Contains("smaller files", text, StringComparison.Ordinal);
    }

    private async Task<PortalBrowser> SignedIn() =>
        await new PortalBrowser(portal.Address).SignIn("demo", "grace.kim", DemoSignIns.Password);

    private static async Task<HttpResponseMessage> Post(PortalBrowser staff, string page, HttpContent content, bool waits = false)
    {
        using var handler = new SocketsHttpHandler { CookieContainer = staff.Cookies, Expect100ContinueTimeout = TimeSpan.FromMinutes(1) };
        using var http = new HttpClient(handler) { BaseAddress = staff.Http.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, page) { Content = content };
        request.Headers.ExpectContinue = waits;
        return await http.SendAsync(request);
    }

    private sealed class Zeros(long length) : HttpContent
    {
        public long Sent { get; private set; }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var block = new byte[64 * 1024];
            while (Sent < length)
            {
                var size = (int)Math.Min(block.Length, length - Sent);
                await stream.WriteAsync(block.AsMemory(0, size));
                Sent += size;
            }
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = length;
            return true;
        }
    }
}
