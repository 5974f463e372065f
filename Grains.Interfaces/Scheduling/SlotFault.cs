namespace Portal.Grains.Interfaces.Scheduling;

/// <summary>The codes of what is wrong with a visit's time, as far as a page treats them in a way of their own.</summary>
public static class SlotFault
{
    /// <summary>It names no time.</summary>
    public const string NoTime = "appointment.no_time";

    /// <summary>A break names no time.</summary>
    public const string NoBreakTime = "daybook.no_time";

    /// <summary>It is over. It can be meant.</summary>
    public const string InPast = "appointment.in_past";

    /// <summary>It is more than <see cref="UsualYears"/> years ahead. It can be meant.</summary>
    public const string FarAhead = "appointment.far_ahead";

    /// <summary>Its year is none of any visit.</summary>
    public const string StrangeYear = "appointment.strange_year";

    /// <summary>Up to where visits are booked without a question: the longest recall is not longer.</summary>
    public const int UsualYears = 2;

    /// <summary>As far from today nobody books, and nobody writes down what was: the year was mistyped.</summary>
    public const int MostYears = 10;
}
