using Npgsql;
using Portal.Bench.Baseline;
using Portal.Bench.Portals;

namespace Portal.Bench.Benches;

/// <summary>Posts through the ordinary program's transaction; patient and dentist take turns.</summary>
internal sealed class BaselineMessages
{
    private const int Patients = 50;

    private readonly BaselineMail _mail;
    private readonly string[] _conversations;
    private int _turn;

    private BaselineMessages(BaselineMail mail, string[] conversations)
    {
        _mail = mail;
        _conversations = conversations;
    }

    /// <summary>The id of the conversation whose turn it is.</summary>
    public string Next => _conversations[Interlocked.Increment(ref _turn) % _conversations.Length];

    public static async Task<BaselineMessages> Begin(NpgsqlDataSource source, int conversations)
    {
        var mail = new BaselineMail(source);
        await mail.Migrate();
        var ids = Enumerable.Range(0, conversations).Select(_ => BenchPractice.NewId()).ToArray();
        await Parallel.ForAsync(0, conversations, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (at, _) =>
        {
            var patient = BenchPractice.Patient(Owner(at));
            await mail.Begin(ids[at], "pool:front-desk", $"user:{patient.UserId}", patient.Name, "Crown", Message());
        });
        return new(mail, ids);
    }

    public async Task Post(int caller)
    {
        var turn = Interlocked.Increment(ref _turn);
        var at = turn % _conversations.Length;
        var byStaff = (turn / _conversations.Length + at) % 2 == 0;
        var by = byStaff ? BenchPractice.Dentist : BenchPractice.Patient(Owner(at));
        var told = await _mail.Post(_conversations[at], byStaff, byStaff ? by.UserId : $"user:{by.UserId}", by.Name, Message());
        if (told.Length == 0)
            throw new InvalidOperationException("The baseline did not take the message.");
    }

    private static NewMessage Message() => new(BenchPractice.NewId(), BenchPractice.Body);

    private static int Owner(int conversation) => conversation % Patients;
}
