using Portal.Grains.Interfaces.Records.Search;

namespace Portal.Grains.Records.Search;

/// <summary>A value of a resource in the shape in which it is compared.</summary>
internal abstract record IndexedValue
{
    /// <summary>Orders resources by this value as text.</summary>
    public abstract string SortKey { get; }

    /// <summary>The same where the clock counts.</summary>
    public virtual string SortKeyIn(TimeZoneInfo zone) => SortKey;
}

/// <param name="System">The code's system; none when the element cannot have one, empty when it has none.</param>
internal sealed record IndexedToken(string? System, string Code, string Words, string? TypeSystem = null, string? TypeCode = null) : IndexedValue
{
    public override string SortKey => Code.Length > 0 ? Code : Words;
}

/// <param name="Target">The resource as <c>Type/id</c>, or the reference as it is written.</param>
internal sealed record IndexedReference(string Target, string? IdentifierSystem = null, string? IdentifierValue = null) : IndexedValue
{
    public override string SortKey => Target;
}

/// <param name="From">Where it begins; the earliest tick where that is open.</param>
/// <param name="Until">Where it ends; the last tick where that is open.</param>
/// <param name="IsPeriod">It has a beginning and an end of its own, or is open at one of them.</param>
internal sealed record IndexedDate(SearchDate From, SearchDate Until, bool IsPeriod = false) : IndexedValue
{
    public override string SortKey => From.From.ToString("D19", System.Globalization.CultureInfo.InvariantCulture);

    public override string SortKeyIn(TimeZoneInfo zone) => Ticks(isOnWall: false, zone).From.ToString("D19", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The ticks to compare with a date that was asked for: days of the wall as they are where both are such.</summary>
    /// <param name="isOnWall">Whether no zone was told there.</param>
    /// <param name="zone">The practice's.</param>
    public (long From, long Until) Ticks(bool isOnWall, TimeZoneInfo zone) => isOnWall && From.IsOnWall && Until.IsOnWall
        ? (From.From, Until.Until)
        : (From.In(zone).From, Until.In(zone).Until);
}

/// <param name="Plain">As written.</param>
/// <param name="Folded">Without case and accents.</param>
internal sealed record IndexedText(string Plain, string Folded) : IndexedValue
{
    public override string SortKey => Folded;
}

internal sealed record IndexedNumber(decimal Value, string? System = null, string? Code = null, string? Unit = null) : IndexedValue
{
    /// <summary>Shifted, so that negative numbers sort before positive ones as text.</summary>
    public override string SortKey => (Value + 1_000_000_000_000m).ToString("0000000000000.0000000000", global::System.Globalization.CultureInfo.InvariantCulture);
}
