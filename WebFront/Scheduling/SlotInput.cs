using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;

namespace Portal.WebFront.Scheduling;

/// <summary>The fields that name a time and a place on a location's clock. Their names are those of the problems.</summary>
public class SlotInput
{
    /// <summary><c>yyyy-MM-dd</c>.</summary>
    public string? Date { get; set; }

    /// <summary><c>HH:mm</c>.</summary>
    public string? Start { get; set; }

    /// <summary>Minutes.</summary>
    public int Length { get; set; } = 60;

    public string? Chair { get; set; }

    public string? Provider { get; set; }

    /// <summary>Treats too, if anybody does.</summary>
    public string? With { get; set; }

    /// <summary>
    /// The start that the person was asked about because it is an unusual one, in Unix seconds: sending the form once
    /// more means that one, and no other.
    /// </summary>
    public long? TimeAsked { get; set; }

    /// <summary>The same for a start at which the person who comes has another visit.</summary>
    public long? OtherAsked { get; set; }

    public bool OtherIsMeant(Slot slot) => OtherAsked == slot.Start.ToUnixTimeSeconds();

    /// <summary>The same for a start at an hour at which nobody works.</summary>
    public long? HourAsked { get; set; }

    public bool HourIsMeant(Slot slot) => HourAsked == slot.Start.ToUnixTimeSeconds();

    public bool TimeIsMeant(Slot slot) => TimeAsked == slot.Start.ToUnixTimeSeconds();

    /// <summary>The slot, as far as the fields name one: without a time the rules refuse it, with all else that is wrong.</summary>
    public Slot ToSlot(Location location)
    {
        var start = ReadTime(location, []) ?? default;
        ImmutableArray<string> providers = [.. new[] { Provider, With }.OfType<string>().Where(id => id.Length > 0).Distinct()];
        return new(location.Id, Chair, providers, start, start.AddMinutes(Math.Clamp(Length, 0, 24 * 60)));
    }

    /// <summary>What the rules say about the slot, with what they cannot know: why the fields name no time.</summary>
    public ImmutableArray<Problem> Explain(ImmutableArray<Problem> problems, Location location)
    {
        var faults = new List<Problem>();
        ReadTime(location, faults);
        return [.. faults, .. problems.Where(problem => problem.Code != SlotFault.NoTime)];
    }

    private DateTimeOffset? ReadTime(Location location, List<Problem> faults)
    {
        var day = SentTime.Day(Date);
        if (day is null)
            faults.Add(new("appointment.date", SentTime.WhyNoDay(Date), nameof(Date)));
        if (!TimeOnly.TryParse(Start, CultureInfo.InvariantCulture, out var time))
            faults.Add(new("appointment.start", "Enter the time at which it begins, such as 9:30 AM.", nameof(Start)));
        if (day is null || faults.Count > 0)
            return null;
        var start = LocalTime.Instant(LocalTime.Zone(location.TimeZone), day.Value, time);
        if (start is null)
            faults.Add(new("appointment.no_such_time", "The clock skips this time on that day. Choose another.", nameof(Start)));
        return start;
    }

    /// <summary>Shows a slot in the fields.</summary>
    public void Show(Slot slot, Location location)
    {
        var local = LocalTime.At(LocalTime.Zone(location.TimeZone), slot.Start);
        Date = local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Start = local.ToString("HH:mm", CultureInfo.InvariantCulture);
        Length = (int)(slot.End - slot.Start).TotalMinutes;
        Chair = slot.ChairId;
        Provider = slot.ProviderIds.FirstOrDefault();
        With = slot.ProviderIds.Skip(1).FirstOrDefault();
    }
}

/// <summary>A page with the fields of a slot.</summary>
public interface ISlotForm
{
    SlotInput Input { get; }

    SlotChoices Choices { get; }

    /// <summary>A time that is over, far ahead or taken by another visit of the same person, about which the form asks whether it is meant.</summary>
    UnusualTime? Unusual { get; }
}

/// <summary>A time that is over, far ahead or taken by another visit of the same person.</summary>
/// <param name="Seconds">Its start, in Unix seconds.</param>
/// <param name="Question">What is unusual: <c>This time is over. Is it meant?</c></param>
/// <param name="Words">Within a sentence: <c>yesterday at 9:00 AM</c>.</param>
/// <param name="Act">What the form does: <c>Move</c>.</param>
/// <param name="Field">The field that says, sent once more, that it was asked about.</param>
public sealed record UnusualTime(long Seconds, string Question, string Words, string Act, string Field)
{
    /// <summary>What the field of a question says: this one was asked now, others may have been asked before.</summary>
    public static long? Asked(UnusualTime? now, string field, long? before) => now?.Field == field ? now.Seconds : before;
}

/// <summary>What can be chosen for a visit at a location.</summary>
public sealed record SlotChoices(
    IReadOnlyList<SelectListItem> Chairs, IReadOnlyList<SelectListItem> Providers, IReadOnlyList<SelectListItem> Lengths)
{
    private const int LongestInSteps = 120;

    /// <param name="practice">The practice.</param>
    /// <param name="locationId">Where.</param>
    /// <param name="chosen">The length in minutes.</param>
    /// <param name="booked">Where the visit is in the book: that stays among the choices when it is out of use, to be told so.</param>
    public static SlotChoices At(PracticeView practice, string locationId, int chosen = 60, Slot? booked = null) => new(
        [.. practice.Chairs.Where(chair => (!chair.OutOfUse || chair.Id == booked?.ChairId) && chair.LocationId == locationId).OrderBy(chair => chair.Order).Select(chair => new SelectListItem(chair.Name, chair.Id))],
        [.. practice.Providers.Where(provider => (!provider.OutOfUse || booked?.ProviderIds.Contains(provider.Id) is true) && provider.LocationIds.Contains(locationId)).Select(provider => new SelectListItem(provider.Name, provider.Id))],
        [.. Minutes(chosen).Select(minutes => new SelectListItem(Words(minutes), minutes.ToString(CultureInfo.InvariantCulture)))]);

    private static IEnumerable<int> Minutes(int chosen) =>
        Enumerable.Range(1, LongestInSteps / 5).Select(step => step * 5)
            .Concat([135, 150, 180, 210, 240, 300, 360, 480])
            .Append(chosen).Where(minutes => minutes > 0).Distinct().Order();

    private static string Words(int minutes) => minutes switch
    {
        < 60 => $"{minutes} minutes",
        60 => "1 hour",
        _ when minutes % 60 == 0 => $"{minutes / 60} hours",
        _ => $"{minutes / 60} h {minutes % 60} min",
    };
}
