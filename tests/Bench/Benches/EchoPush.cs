using System.Net.Http.Json;
using Npgsql;
using Portal.Bench.Baseline;
using Portal.Bench.Portals;
using Portal.Bench.Running;

namespace Portal.Bench.Benches;

/// <summary>The ordinary program with its sockets: a bare echo, and a message with its transaction.</summary>
internal sealed class EchoPush : IAsyncDisposable
{
    private readonly BaselineApp _app;
    private readonly LiveCrowd _crowd;
    private readonly LoadHttp _http;
    private readonly string[] _conversations;
    private int _next;

    private EchoPush(BaselineApp app, LiveCrowd crowd, LoadHttp http, string[] conversations)
    {
        _app = app;
        _crowd = crowd;
        _http = http;
        _conversations = conversations;
    }

    public static async Task<EchoPush> Begin(NpgsqlDataSource source, int count, int sockets)
    {
        var app = await BaselineApp.Start(source);
        await app.Mail.Migrate();
        var conversations = Enumerable.Range(0, count).Select(_ => BenchPractice.NewId()).ToArray();
        await Parallel.ForAsync(0, count, async (number, _) =>
            await app.Mail.Begin(conversations[number], BenchPractice.Busy, User(number), "Pat Sample", "Crown", Message()));
        var cookie = app.SignIn("s-busy", BenchPractice.Dentist.Name, staff: true);
        var crowd = await LiveCrowd.Connect(new(app.Address, "live"), [cookie], _ => [], sockets);
        return new(app, crowd, new LoadHttp(app.Address, cookie), conversations);
    }

    public Task<PushTime> Echo(int number) =>
        _crowd.Hears(number, () => _http.Post($"/echo/{User(number)}", JsonContent.Create(Message())));

    public Task<PushTime> Post(int number) => _crowd.Hears(number, () => Post(_conversations[number]));

    public Task PostNext() => Post(_conversations[Interlocked.Increment(ref _next) % _conversations.Length]);

    public async ValueTask DisposeAsync()
    {
        await _crowd.DisposeAsync();
        _http.Dispose();
        await _app.DisposeAsync();
    }

    private Task Post(string conversation) => _http.Post($"/conversations/{conversation}/messages", JsonContent.Create(Message()));

    private static string User(int number) => Findings.Text($"user:{number}");

    private static NewMessage Message() => new(BenchPractice.NewId(), BenchPractice.Body);
}
