using Microsoft.Extensions.DependencyInjection;
using Portal.Bench.Portals;
using Portal.Bench.Running;
using Portal.Grains.Interfaces.Live;
using Portal.WebFront.Live;

namespace Portal.Bench.Benches;

/// <summary>The portal with a socket for each patient: the dentist answers in the staff's inbox, the patient's page hears of it.</summary>
internal sealed class PortalPush : IAsyncDisposable
{
    private const string Inbox = $"/{BenchPractice.Slug}/staff/inbox";

    private readonly BenchWeb _web;
    private readonly LiveCrowd _crowd;
    private readonly LoadHttp _http;
    private readonly string[] _conversations;
    private readonly string _antiforgery;
    private readonly LoadHttp[] _readers;
    private int _next;

    private PortalPush(BenchWeb web, LiveCrowd crowd, LoadHttp http, string[] conversations, string antiforgery, LoadHttp[] readers)
    {
        _web = web;
        _crowd = crowd;
        _http = http;
        _conversations = conversations;
        _antiforgery = antiforgery;
        _readers = readers;
    }

    public static async Task<PortalPush> OnPostgreSql(string connectionString, int conversations, int sockets, int readers = 0) =>
        await Begin(await BenchWeb.OnPostgreSql(connectionString), conversations, sockets, readers);

    public static async Task<PortalPush> Embedded(int conversations, int sockets, int readers = 0) =>
        await Begin(await BenchWeb.Embedded(), conversations, sockets, readers);

    /// <summary>The dentist answers; the patient's inbox, open in a browser, hears of it and fetches its new state.</summary>
    public Task<PushTime> Push(int number)
    {
        var word = BenchPractice.NewId();
        return _crowd.Hears(number, () => Post(_conversations[number], $"{word} {BenchPractice.Body}"), async () =>
        {
            if (!(await _readers[number].GetFragment($"/{BenchPractice.Slug}/webmail")).Contains(word, StringComparison.Ordinal))
                throw new InvalidOperationException("The inbox does not show what its socket heard of.");
        });
    }

    public Task PostNext() => Post(_conversations[Interlocked.Increment(ref _next) % _conversations.Length], BenchPractice.Body);

    public async ValueTask DisposeAsync()
    {
        await _crowd.DisposeAsync();
        _http.Dispose();
        foreach (var reader in _readers)
            reader.Dispose();
        await _web.DisposeAsync();
    }

    private static async Task<PortalPush> Begin(BenchWeb web, int count, int sockets, int readers)
    {
        await web.Practice.Build(count);
        var conversations = new string[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, _) =>
            conversations[number] = await web.Practice.Begin(number, "pool:front-desk"));
        var cookie = await web.SignInStaff(BenchPractice.Dentist);
        var http = new LoadHttp(web.Address, cookie);
        var antiforgery = await http.OpenForm($"{Inbox}/{conversations[0]}");
        var tokens = web.Services.GetRequiredService<LiveTokens>();
        var crowd = await LiveCrowd.Connect(
            new(web.Address, $"/{BenchPractice.Slug}/live"), [cookie], number => TopicsOf(tokens, number), sockets);
        var people = new LoadHttp[readers];
        for (var number = 0; number < readers; number++)
            people[number] = new LoadHttp(web.Address, await web.SignInPatient(number));
        return new(web, crowd, http, conversations, antiforgery, people);
    }

    /// <summary>What the frame of a patient's page watches.</summary>
    public static string[] TopicsOf(LiveTokens tokens, int number)
    {
        var user = BenchPractice.Patient(number).UserId;
        return [tokens.For(BenchPractice.Slug, LiveTopic.Mail($"user:{user}")), tokens.For(BenchPractice.Slug, LiveTopic.Session(user))];
    }

    private async Task Post(string conversation, string body)
    {
        using var form = new FormUrlEncodedContent([
            new("__RequestVerificationToken", _antiforgery),
            new("RequestId", BenchPractice.NewId()),
            new("Input.Body", body)]);
        await _http.Post($"{Inbox}/{conversation}", form);
    }
}
