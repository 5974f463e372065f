using System.Collections.Immutable;

namespace Portal.Grains.Interfaces;

/// <summary>Why a command was refused: a stable code for programs, a sentence for people.</summary>
/// <param name="Code">Feature and reason, such as <c>webmail.not_participant</c>.</param>
/// <param name="Message">What is wrong and what to do, in plain words, without personal data.</param>
/// <param name="Field">The name of the input that is at fault, if one is.</param>
[GenerateSerializer, Immutable, Alias("portal.Problem")]
public sealed record Problem(
    [property: Id(0)] string Code,
    [property: Id(1)] string Message,
    [property: Id(2)] string? Field = null)
{
    /// <summary>
    /// The code of any command whose request id had its effect already with another command or other content. Nothing
    /// was done; the command may come again under a new id.
    /// </summary>
    public const string RequestReused = "request.reused";
}

/// <summary>The answer of a command that has nothing to tell but that it was done.</summary>
[GenerateSerializer, Immutable, Alias("portal.Done")]
public sealed record Done
{
    /// <summary>The only value.</summary>
    public static readonly Done Value = new();
}

/// <summary>The outcome of a command: a value, or the list of everything that stands in its way.</summary>
/// <typeparam name="T">What the command answers when it was done.</typeparam>
[GenerateSerializer, Immutable, Alias("portal.Result`1")]
public sealed record Result<T>
{
    /// <summary>The answer; set exactly when there is no problem.</summary>
    [Id(0)] public T? Value { get; init; }

    /// <summary>All problems found, in the order of the input; empty when the command was done.</summary>
    [Id(1)] public ImmutableArray<Problem> Problems { get; init; } = [];

    /// <summary>Whether the command was done.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(true, nameof(Value))]
    public bool Succeeded => Problems.IsEmpty;

    /// <summary>An outcome without problems.</summary>
    public static implicit operator Result<T>(T value) => new() { Value = value };

    /// <summary>A refusal for one reason.</summary>
    public static implicit operator Result<T>(Problem problem) => new() { Problems = [problem] };

    /// <summary>A refusal for several reasons.</summary>
    public static implicit operator Result<T>(ImmutableArray<Problem> problems) => new() { Problems = problems };
}
