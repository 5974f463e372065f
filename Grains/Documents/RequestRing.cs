using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Portal.Grains.Documents;

/// <summary>
/// Remembers the answers of the last commands inside the document itself, so that a repeated command is recognised in
/// the same write that made its effect.
/// </summary>
public static class RequestRing
{
    /// <summary>How many commands a document remembers, unless it is one that must stay small.</summary>
    public const int Capacity = 64;

    public static bool TryAnswer<T>(DocumentState state, string requestId, [MaybeNullWhen(false)] out T answer)
    {
        foreach (var entry in state.Answered ?? [])
        {
            if (entry.Id != requestId)
                continue;
            answer = entry.Answer.Deserialize<T>(DocumentJson.Options)!;
            return true;
        }

        answer = default;
        return false;
    }

    public static TState Remember<TState, T>(TState state, string requestId, T answer, int capacity = Capacity)
        where TState : DocumentState
    {
        var entry = new AnsweredRequest(requestId, JsonSerializer.SerializeToElement(answer, DocumentJson.Options));
        var kept = state.Answered ?? [];
        if (kept.Length >= capacity)
            kept = kept.RemoveRange(0, kept.Length - capacity + 1);
        return state with { Answered = kept.Add(entry) };
    }
}
