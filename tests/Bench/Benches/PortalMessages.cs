using System.Collections.Concurrent;
using Orleans.Runtime;
using Portal.Bench.Portals;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Documents;

namespace Portal.Bench.Benches;

/// <summary>Posts through the conversation grains; patient and dentist take turns.</summary>
internal sealed class PortalMessages : IAsyncDisposable
{
    private const int Patients = 50;

    private readonly BenchSilo _silo;
    private readonly BenchPractice _practice;
    private readonly string[] _conversations;
    private readonly ConcurrentDictionary<string, bool> _owing = new(StringComparer.Ordinal);
    private int _turn;

    private PortalMessages(BenchSilo silo, BenchPractice practice, string[] conversations)
    {
        _silo = silo;
        _practice = practice;
        _conversations = conversations;
    }

    public static async Task<PortalMessages> Begin(BenchSilo silo, int conversations)
    {
        var practice = new BenchPractice(silo.Grains);
        await practice.Build(Patients);
        var ids = new string[conversations];
        await Parallel.ForAsync(
            0, conversations, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (at, _) => ids[at] = await practice.Begin(Owner(at), "pool:front-desk"));
        return new(silo, practice, ids);
    }

    public async Task Post(int caller)
    {
        var turn = Interlocked.Increment(ref _turn);
        var at = turn % _conversations.Length;
        var byStaff = (turn / _conversations.Length + at) % 2 == 0;
        using var scope = CallerScope.Use(byStaff ? BenchPractice.Dentist : BenchPractice.Patient(Owner(at)));
        BenchPractice.Require(await _practice.Conversation(_conversations[at]).Post(new(BenchPractice.NewId(), BenchPractice.Body, [], null)));
        if (byStaff)
            _owing[_conversations[at]] = true;
    }

    /// <summary>Each conversation notes that its notices went out: the write that an idle one makes 20 s later.</summary>
    public async Task Settle()
    {
        using var system = CallerScope.Use(Caller.System(BenchPractice.Slug));
        var owing = _owing.Keys.ToArray();
        _owing.Clear();
        await Parallel.ForEachAsync(owing, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (id, _) =>
        {
            var grain = GrainId.Create("conversation", GrainKey.For(BenchPractice.Slug, id));
            await _silo.Grains.GetGrain<IOutboxOwner>(grain).Drain();
        });
    }

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    private static int Owner(int conversation) => conversation % Patients;
}
