using System.Collections.Immutable;

namespace Portal.WebFront.Look;

/// <summary>
/// What is asked before an act that cannot be undone, by the server: with a script a dialog has asked already and says so
/// with the form (<c>Sure</c>), without one the page comes back with this question.
/// </summary>
/// <param name="Title">The question.</param>
/// <param name="Text">What the act does.</param>
/// <param name="Handler">The handler that does it.</param>
/// <param name="Act">The button that means it.</param>
public sealed record SureQuestion(string Title, string Text, string Handler, string Act)
{
    /// <summary>What the form sent that the question is about, and sends again with the yes.</summary>
    public ImmutableArray<(string Name, string Value)> Fields { get; init; } = [];
}
