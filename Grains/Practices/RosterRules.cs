using System.Collections.Immutable;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Practices;
using static Portal.Grains.Documents.Decide;

namespace Portal.Grains.Practices;

/// <summary>What a practice's locations, providers, chairs and shared inboxes may be.</summary>
public static class RosterRules
{
    private const int MostOrder = 999;

    public static Decision<PracticeState, Done> SaveLocation(PracticeState state, Location given)
    {
        var location = given with
        {
            Name = FieldChecks.Tidy(given.Name),
            TimeZone = FieldChecks.Tidy(given.TimeZone),
            Address = FieldChecks.Tidy(given.Address),
            Phone = FieldChecks.Tidy(given.Phone),
        };
        var checks = new FieldChecks("practice");
        checks.Id(location.Id, nameof(location.Id));
        checks.Text(location.Name, nameof(location.Name), "the name of the location", PracticeLimits.Name, required: true);
        // A process that has met a zone knows it by small letters as well; the next one would not.
        if (TimeZoneInfo.TryFindSystemTimeZoneById(location.TimeZone, out var zone) && zone.HasIanaId)
            location = location with { TimeZone = zone.Id };
        else
            checks.Refuse("time_zone_unknown", "Choose a time zone such as America/Chicago.", nameof(location.TimeZone));
        checks.Text(location.Address, nameof(location.Address), "the address", PracticeLimits.Address);
        checks.Phone(location.Phone, nameof(location.Phone), "the phone number", PracticeLimits.Phone);
        if (location.OutOfUse && state.Locations.Where(known => !known.OutOfUse).Select(known => known.Id).SequenceEqual([location.Id]))
            checks.Refuse("last_location", "A practice has at least one location in use. Add the other one first.", nameof(location.OutOfUse));
        var places = Put(state.Locations, location, l => l.Id, PracticeLimits.Locations, "locations", checks);
        return Save(state, checks, state.Locations.Contains(location), state with { Locations = places });
    }

    public static Decision<PracticeState, Done> SaveProvider(PracticeState state, Provider given)
    {
        var provider = given with
        {
            Name = FieldChecks.Tidy(given.Name),
            Email = FieldChecks.Tidy(given.Email),
            LocationIds = given.LocationIds.IsDefault ? [] : [.. given.LocationIds.Distinct(StringComparer.Ordinal)],
        };
        var checks = new FieldChecks("practice");
        checks.Id(provider.Id, nameof(provider.Id));
        checks.Text(provider.Name, nameof(provider.Name), "the name of the provider", PracticeLimits.Name, required: true);
        checks.Email(provider.Email, nameof(provider.Email), "the e-mail address", PracticeLimits.Email);
        if (!Enum.IsDefined(provider.Kind))
            checks.Refuse("kind_invalid", "Choose dentist or hygienist.", nameof(provider.Kind));
        if (provider.LocationIds.IsEmpty)
            checks.Refuse("location_ids_missing", "Choose at least one location.", nameof(provider.LocationIds));
        if (provider.LocationIds.Any(id => state.Locations.All(l => l.Id != id)))
            checks.Refuse("location_unknown", "One of the locations does not exist. Add it first.", nameof(provider.LocationIds));
        var people = Put(state.Providers, provider, p => p.Id, PracticeLimits.Providers, "providers", checks);
        return Save(state, checks, state.Providers.Any(p => Same(p, provider)), state with { Providers = people });
    }

    public static Decision<PracticeState, Done> SaveChair(PracticeState state, Chair given)
    {
        var chair = given with { Name = FieldChecks.Tidy(given.Name) };
        var checks = new FieldChecks("practice");
        checks.Id(chair.Id, nameof(chair.Id));
        checks.Text(chair.Name, nameof(chair.Name), "the name of the chair", PracticeLimits.Name, required: true);
        if (state.Locations.All(l => l.Id != chair.LocationId))
            checks.Refuse("location_unknown", "Choose the location that the chair stands in.", nameof(chair.LocationId));
        if (chair.Order is < 0 or > MostOrder)
            checks.Refuse("order_invalid", $"The order is a number from 0 to {MostOrder}.", nameof(chair.Order));
        var chairs = Put(state.Chairs, chair, c => c.Id, PracticeLimits.Chairs, "chairs", checks);
        return Save(
            state,
            checks,
            state.Chairs.Contains(chair),
            state with { Chairs = [.. chairs.OrderBy(c => state.Locations.FindIndex(l => l.Id == c.LocationId)).ThenBy(c => c.Order)] });
    }

    public static Decision<PracticeState, Done> SavePool(PracticeState state, Pool given)
    {
        var pool = given with { Name = FieldChecks.Tidy(given.Name), About = FieldChecks.Tidy(given.About) };
        var checks = new FieldChecks("practice");
        checks.Id(pool.Id, nameof(pool.Id));
        checks.Text(pool.Name, nameof(pool.Name), "the name of the inbox", PracticeLimits.Name, required: true);
        checks.Text(pool.About, nameof(pool.About), "what the inbox is for", PracticeLimits.About);
        if (pool.OutOfUse && state.Pools.Where(known => !known.OutOfUse).Select(known => known.Id).SequenceEqual([pool.Id]))
            checks.Refuse("last_pool", "A practice has at least one shared inbox in use. Add the other one first.", nameof(pool.OutOfUse));
        var pools = Put(state.Pools, pool, p => p.Id, PracticeLimits.Pools, "shared inboxes", checks);
        return Save(state, checks, state.Pools.Contains(pool), state with { Pools = pools });
    }

    /// <summary>The list with the entry in its old place, or at the end when it is new and there is room.</summary>
    internal static ImmutableArray<T> Put<T>(
        ImmutableArray<T> list, T entry, Func<T, string> id, int limit, string kind, FieldChecks checks)
    {
        var place = list.FindIndex(other => id(other) == id(entry));
        if (place >= 0)
            return list.SetItem(place, entry);
        if (list.Length >= limit)
            checks.Refuse("too_many", $"A practice has at most {limit} {kind}.");
        return list.Add(entry);
    }

    internal static Decision<PracticeState, Done> Save(
        PracticeState state, FieldChecks checks, bool unchanged, PracticeState next)
    {
        if (!PracticeRules.Exists(state))
            return PracticeRules.Unknown;
        if (!checks.Problems.IsEmpty)
            return checks.Problems;
        return unchanged ? Unchanged(state, Done.Value) : Next(next, Done.Value);
    }

    private static bool Same(Provider one, Provider other) =>
        one with { LocationIds = other.LocationIds } == other && one.LocationIds.SequenceEqual(other.LocationIds);

    private static int FindIndex<T>(this ImmutableArray<T> list, Predicate<T> match)
    {
        for (var i = 0; i < list.Length; i++)
        {
            if (match(list[i]))
                return i;
        }

        return -1;
    }
}
