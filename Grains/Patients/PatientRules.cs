using System.Collections.Immutable;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using static Portal.Grains.Documents.Decide;

namespace Portal.Grains.Patients;

/// <summary>What else exists, as far as a save refers to it.</summary>
public sealed record PatientReferences
{
    /// <summary>The guarantor, when it is somebody else and there is such a patient.</summary>
    public PatientCard? Guarantor { get; init; }

    /// <summary>Whether the guarantor stays its own guarantor, when it becomes this one's only now.</summary>
    public bool GuarantorAccepts { get; init; } = true;

    /// <summary>Whether other patients have this one as guarantor, or are just about to.</summary>
    public bool PaysForOthers { get; init; }

    /// <summary>The representatives that are patients of the practice.</summary>
    public ImmutableArray<string> KnownRepresentatives { get; init; } = [];

    /// <summary>Whether the practice has the primary provider.</summary>
    public bool KnowsProvider { get; init; }
}

/// <summary>What a patient's demographics, family and status may be.</summary>
public static class PatientRules
{
    internal static readonly Problem Unknown = new("patient.unknown", "There is no such patient.");

    public static bool Exists(PatientState state) => state.GuarantorId.Length > 0;

    /// <summary>Whether the patient pays for itself, as whoever pays for others must.</summary>
    public static bool Pays(PatientState state, string id) => state.GuarantorId == id;

    public static Decision<PatientState, Saved> Save(
        PatientState state, string id, SavePatient command, PatientReferences others, string deliveryId, DateTimeOffset now)
    {
        var next = state with
        {
            Status = command.Status,
            Demographics = Tidy(command.Demographics),
            GuarantorId = GuarantorOf(command, id),
            Representatives = command.Representatives.IsDefault ? [] : command.Representatives,
            PrimaryProviderId = string.IsNullOrWhiteSpace(command.PrimaryProviderId) ? null : command.PrimaryProviderId,
        };
        var problems = Check(next, id, others, DateOnly.FromDateTime(now.UtcDateTime));
        if (!problems.IsEmpty)
            return problems;
        if (Exists(state) && Same(state, next))
            return Unchanged(state, Saved.Unchanged);
        next = next with { Search = SearchKeys.Of(next.Demographics) };
        if (!SightRules.IsVisible(next.Status) && OnlineAccessRules.IsGiven(next))
        {
            // Nobody may sign in as a patient who cannot be seen.
            next = next with { Access = next.Access with { State = OnlineAccessState.Removed } };
            next = CloseAccessDelivery.Owe(next, deliveryId, PortalUserId.ForPatient(id), now);
        }

        return Next(next, Exists(state) ? Saved.Updated : Saved.Created);
    }

    public static Decision<PatientState, Done> SavePreferences(PatientState state, PatientPreferences preferences)
    {
        if (!Exists(state))
            return Unknown;
        return state.Preferences == preferences
            ? Unchanged(state, Done.Value)
            : Next(state with { Preferences = preferences }, Done.Value);
    }

    /// <summary>As shown: preferred or first name, last name.</summary>
    public static string NameOf(Demographics person)
    {
        var first = person.PreferredName.Length > 0 ? person.PreferredName : person.FirstName;
        return $"{first} {person.LastName}".Trim();
    }

    internal static string GuarantorOf(SavePatient command, string id) =>
        string.IsNullOrWhiteSpace(command.GuarantorId) ? id : command.GuarantorId;

    private static ImmutableArray<Problem> Check(PatientState patient, string id, PatientReferences others, DateOnly today)
    {
        var checks = new FieldChecks("patient");
        checks.Id(id, "Id");
        if (!Enum.IsDefined(patient.Status))
            checks.Refuse("status_invalid", "Choose a status.", nameof(patient.Status));
        DemographicsRules.Check(patient.Demographics, today, checks);
        CheckGuarantor(patient, id, others, checks);
        CheckRepresentatives(patient, id, others, checks);
        if (patient.PrimaryProviderId is not null && !others.KnowsProvider)
            checks.Refuse("provider_unknown", "This provider does not exist. Choose another one.", nameof(patient.PrimaryProviderId));
        return checks.Problems;
    }

    /// <summary>A family is those with the same guarantor, so the guarantor pays for itself: families have one level.</summary>
    private static void CheckGuarantor(PatientState patient, string id, PatientReferences others, FieldChecks checks)
    {
        const string field = nameof(PatientState.GuarantorId);
        if (patient.GuarantorId == id)
            return;
        if (others.Guarantor is not { } guarantor)
            checks.Refuse("guarantor_unknown", "The guarantor is not a patient of this practice. Add that record first.", field);
        else if (guarantor.GuarantorId != guarantor.Id || !others.GuarantorAccepts)
            checks.Refuse("guarantor_is_dependant", "Somebody else pays for the guarantor. Choose the person who pays.", field);
        if (others.PaysForOthers)
            checks.Refuse("pays_for_others", "This patient is the guarantor of others. Give them another guarantor first.", field);
    }

    /// <summary>What is wrong with those who shall act for a patient, who are all known.</summary>
    internal static ImmutableArray<Problem> CheckRepresentatives(string id, ImmutableArray<Representative> named)
    {
        var checks = new FieldChecks("patient");
        CheckRepresentatives(new() { Representatives = named }, id, new() { KnownRepresentatives = [.. named.Select(one => one.PatientId)] }, checks);
        return checks.Problems;
    }

    private static void CheckRepresentatives(PatientState patient, string id, PatientReferences others, FieldChecks checks)
    {
        const string field = nameof(PatientState.Representatives);
        var named = patient.Representatives;
        if (named.Length > PatientLimits.Representatives)
            checks.Refuse("too_many_representatives", $"A patient has at most {PatientLimits.Representatives} representatives.", field);
        if (named.Any(representative => representative.PatientId == id))
            checks.Refuse("represents_self", "A patient cannot be their own representative.", field);
        if (named.DistinctBy(representative => representative.PatientId).Count() < named.Length)
            checks.Refuse("representative_twice", "The same person is named twice.", field);
        if (named.Any(representative => !Enum.IsDefined(representative.Kind)))
            checks.Refuse("representative_kind_invalid", "Choose responsible party or guardian.", field);
        if (named.Any(representative => representative.PatientId != id && !others.KnownRepresentatives.Contains(representative.PatientId)))
            checks.Refuse("representative_unknown", "A representative is not a patient of this practice. Add that record first.", field);
    }

    private static Demographics Tidy(Demographics person) => person with
    {
        FirstName = FieldChecks.Tidy(person.FirstName),
        MiddleName = FieldChecks.Tidy(person.MiddleName),
        LastName = FieldChecks.Tidy(person.LastName),
        PreferredName = FieldChecks.Tidy(person.PreferredName),
        AddressLine1 = FieldChecks.Tidy(person.AddressLine1),
        AddressLine2 = FieldChecks.Tidy(person.AddressLine2),
        City = FieldChecks.Tidy(person.City),
        State = FieldChecks.Tidy(person.State),
        PostalCode = FieldChecks.Tidy(person.PostalCode),
        Country = FieldChecks.Tidy(person.Country).ToUpperInvariant(),
        HomePhone = FieldChecks.Tidy(person.HomePhone),
        WirelessPhone = FieldChecks.Tidy(person.WirelessPhone),
        WorkPhone = FieldChecks.Tidy(person.WorkPhone),
        Email = FieldChecks.Tidy(person.Email),
        Language = FieldChecks.Tidy(person.Language),
    };

    private static bool Same(PatientState one, PatientState other) =>
        one with { Representatives = other.Representatives } == other
        && one.Representatives.SequenceEqual(other.Representatives);
}
