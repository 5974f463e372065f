using System.Collections.Immutable;
using Orleans.Runtime;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;

namespace Portal.Grains.Tests.Documents;

/// <summary>The smallest document: lines of text, each of which may owe a delivery.</summary>
[Alias("portal.tests.INoteGrain")]
public interface INoteGrain : IGrainWithStringKey
{
    [Alias("Add")]
    Task<Result<string>> Add(string requestId, string line, bool deliver);

    [Alias("Lines")]
    Task<string[]> Lines();

    /// <summary>Another number after each activation.</summary>
    [Alias("Activation")]
    Task<int> Activation();

    [Alias("Sleep")]
    Task Sleep();
}

public sealed record NoteState : DocumentState
{
    public ImmutableArray<string> Lines { get; init; } = [];
}

[GrainType("note")]
public sealed class NoteGrain(
    [PersistentState("note", DocumentQueries.Database)] IPersistentState<NoteState> stored, DocumentServices services)
    : DocumentGrain<NoteState>(stored, services), INoteGrain
{
    public const string Delivery = "note";
    private static int _activations;
    private readonly int _activation = Interlocked.Increment(ref _activations);

    /// <summary>The live topic of a note.</summary>
    public static string Topic(string id) => $"note:{id}";

    public Task<Result<string>> Add(string requestId, string line, bool deliver) => Decide<string>(Asked(requestId, "add", line), state =>
    {
        if (line.Length == 0)
            return new Problem("note.empty", "Write something.");
        var next = state with { Lines = state.Lines.Add(line) };
        if (deliver)
            next = next.Owe(Services.Ids.New(), Delivery, line, line, Now);
        return Portal.Grains.Documents.Decide.Next(next, $"line {next.Lines.Length}");
    });

    public Task<string[]> Lines() => Task.FromResult(State.Lines.ToArray());

    public Task<int> Activation() => Task.FromResult(_activation);

    public Task Sleep()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    protected override void Announce(NoteState before, NoteState after) => Services.Publish(Key.Practice, Topic(Key.Id));
}
