using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Portal.Grains.Interfaces;

namespace Portal.Grains.Documents;

/// <summary>
/// Remembers the answers of the last commands inside the document itself, so that a repeated command is recognised in
/// the same write that made its effect.
/// </summary>
public static class RequestRing
{
    /// <summary>How many commands a document remembers, unless it is one that must stay small.</summary>
    public const int Capacity = 64;

    /// <summary>The answer to another command under an id that had its effect already.</summary>
    public static readonly Problem Reused = new(
        Problem.RequestReused,
        "What you sent first was done; what you changed since then was not. Look at what is there now, and send this again if it is still needed.");

    /// <summary>The answer of a command that had its effect already, or the refusal of another one under its id.</summary>
    public static bool TryAnswer<T>(DocumentState state, AskedRequest request, [NotNullWhen(true)] out Result<T>? answer)
    {
        foreach (var entry in state.Answered ?? [])
        {
            if (entry.Id != request.Id)
                continue;
            answer = request.IsSameAs(entry) ? entry.Answer.Deserialize<T>(DocumentJson.Options)! : Reused;
            return true;
        }

        answer = null;
        return false;
    }

    public static TState Remember<TState, T>(TState state, AskedRequest request, T answer, int capacity = Capacity)
        where TState : DocumentState
    {
        var entry = new AnsweredRequest(request.Id, JsonSerializer.SerializeToElement(answer, DocumentJson.Options), request.Asked);
        var kept = state.Answered ?? [];
        if (kept.Length >= capacity)
            kept = kept.RemoveRange(0, kept.Length - capacity + 1);
        return state with { Answered = kept.Add(entry) };
    }
}
