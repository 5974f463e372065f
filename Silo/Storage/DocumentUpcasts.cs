using System.Text.Json.Nodes;
using Portal.Grains.Documents;

namespace Portal.Silo.Storage;

/// <summary>
/// How documents written by an older release are read by this one: for each state, one step from every version to
/// the next. A state without steps is at version 1.
/// </summary>
public sealed class DocumentUpcasts
{
    private readonly Dictionary<Type, List<Func<JsonObject, JsonObject>>> _steps = [];

    /// <summary>Adds the step that turns a document of version <paramref name="from"/> into one of the next version.</summary>
    public DocumentUpcasts Add<TState>(int from, Func<JsonObject, JsonObject> step)
        where TState : DocumentState
    {
        if (from != Current(typeof(TState)))
            throw new ArgumentException(
                $"{typeof(TState).Name} needs its steps in order; the next one is from version {Current(typeof(TState))}.", nameof(from));

        if (!_steps.TryGetValue(typeof(TState), out var steps))
            _steps.Add(typeof(TState), steps = []);
        steps.Add(step);
        return this;
    }

    public int Current(Type state) => 1 + (_steps.TryGetValue(state, out var steps) ? steps.Count : 0);

    internal JsonObject Lift(Type state, JsonObject document, int from) =>
        _steps[state].Skip(from - 1).Aggregate(document, (current, step) => step(current));
}
