using System.Collections.Immutable;

namespace Portal.WebFront.Look;

/// <summary>The steps through what a search found: posted, so that its words stay out of the address.</summary>
/// <param name="Address">Where to post.</param>
/// <param name="Parts">Ids of the elements that show what was found.</param>
/// <param name="Fields">The search once more.</param>
/// <param name="After">The cursor of this page; none on the first.</param>
/// <param name="Next">The cursor of the next page; none on the last.</param>
/// <param name="Label">What is listed.</param>
/// <param name="NewerText">The step to the first page.</param>
/// <param name="OlderText">The step to the next page.</param>
public sealed record FoundPages(
    string Address, string Parts, ImmutableArray<(string Name, string Value)> Fields, string? After, string? Next, string Label,
    string NewerText = "Newest", string OlderText = "Older");
