using System.Collections.Immutable;

namespace Portal.Grains.Patients;

/// <summary>
/// One kind of match, served by one index of <c>patient_directory</c>: a range of the index, read in its order.
/// A search runs through its lanes one after the other; a patient is listed in the first that has it.
/// </summary>
/// <param name="Order">The columns of the index after the practice; with the id they order the lane.</param>
/// <param name="Ranges">What is wanted of them.</param>
public sealed record SearchLane(ImmutableArray<string> Order, ImmutableArray<SearchRange> Ranges)
{
    public static readonly ImmutableArray<string> ByLast = ["last_key", "first_key"];
    private static readonly ImmutableArray<string> _byFirst = ["first_key", "last_key"];
    private static readonly ImmutableArray<string> _byPreferred = ["preferred_key", "last_key"];
    private static readonly ImmutableArray<string> _byBirth = ["birth_date", "last_key", "first_key"];

    public static SearchLane Everyone { get; } = new(ByLast, []);

    public static SearchLane Last(string text) => new(ByLast, [SearchRange.Beginning("last_key", text)]);

    public static SearchLane First(string text) => new(_byFirst, [SearchRange.Beginning("first_key", text)]);

    public static SearchLane Preferred(string text) => new(_byPreferred, [SearchRange.Beginning("preferred_key", text)]);

    public static SearchLane Both(string last, string first) =>
        new(ByLast, [SearchRange.Beginning("last_key", last), SearchRange.Beginning("first_key", first)]);

    public static SearchLane Born(string day) => new(_byBirth, [new("birth_date", day, day)]);

    public static SearchLane Starting(string column, string text) => new([column], [SearchRange.Beginning(column, text)]);
}

/// <summary>A part of an index, both ends included.</summary>
public sealed record SearchRange(string Column, string From, string To)
{
    // The highest code point: in the byte order of both databases no text that begins with the prefix comes after it.
    private const string Highest = "\U0010FFFF";

    public static SearchRange Beginning(string column, string prefix) => new(column, prefix, prefix + Highest);
}
