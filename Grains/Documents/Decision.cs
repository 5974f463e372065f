using System.Collections.Immutable;
using Portal.Grains.Interfaces;

namespace Portal.Grains.Documents;

/// <summary>What a rule decides: the next state and the answer, or the problems that stand in the way.</summary>
public readonly record struct Decision<TState, T>(TState? Next, Result<T> Answer)
    where TState : DocumentState
{
    public static implicit operator Decision<TState, T>(Problem problem) => new(null, problem);

    public static implicit operator Decision<TState, T>(ImmutableArray<Problem> problems) => new(null, problems);
}

/// <summary>Makes decisions readable: <c>return Decide.Next(state with { … }, answer);</c></summary>
public static class Decide
{
    public static Decision<TState, T> Next<TState, T>(TState next, T answer)
        where TState : DocumentState => new(next, answer);

    /// <summary>The command asks for what is so already: nothing is written.</summary>
    public static Decision<TState, T> Unchanged<TState, T>(TState state, T answer)
        where TState : DocumentState => new(state, answer);
}
