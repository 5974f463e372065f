using System.Collections.Immutable;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Patients;
using static Portal.Grains.Documents.Decide;

namespace Portal.Grains.Patients;

/// <summary>Who may be given access to the portal, and where it stands (domain.md A1, C5).</summary>
public static class OnlineAccessRules
{
    private const int LettersOfAmericanState = 2;

    public static bool IsGiven(PatientState state) =>
        state.Access.State is OnlineAccessState.Invited or OnlineAccessState.Active;

    /// <summary>Everything that stands in the way of giving access, in the order in which staff are shown it.</summary>
    public static ImmutableArray<Problem> Missing(PatientState state, string? patientFacingUrl)
    {
        if (!PatientRules.Exists(state))
            return [PatientRules.Unknown];
        var person = state.Demographics;
        var checks = new FieldChecks("access");
        if (!SightRules.IsVisible(state.Status))
            checks.Refuse("status", "Only patients with the status Patient, Non-patient or Inactive can have online access.", nameof(state.Status));
        if (IsGiven(state))
            checks.Refuse("given", "This patient has online access already. Use Generate New for another password.");
        if (string.IsNullOrEmpty(patientFacingUrl))
            checks.Refuse("url_missing", "Patient Facing URL is required to be set before granting online access.");
        Require(checks, person.FirstName.Length > 0, "first_name_missing", "First name is required.", nameof(person.FirstName));
        Require(checks, person.LastName.Length > 0, "last_name_missing", "Last name is required.", nameof(person.LastName));
        Require(checks, person.AddressLine1.Length > 0, "address_missing", "Street is required.", nameof(person.AddressLine1));
        Require(checks, person.City.Length > 0, "city_missing", "City is required.", nameof(person.City));
        CheckState(checks, person);
        Require(checks, person.BirthDate is { Year: >= PatientLimits.FirstBirthYear }, "birth_date_missing", "Birth date is required.", nameof(person.BirthDate));
        Require(
            checks,
            person.HomePhone.Length + person.WirelessPhone.Length + person.WorkPhone.Length > 0,
            "phone_missing",
            "At least one phone number is required: mobile, home or work.",
            nameof(person.WirelessPhone));
        Require(checks, person.Email.Length > 0, "email_missing", "E-mail is required.", nameof(person.Email));
        return checks.Problems;
    }

    /// <summary>
    /// A one-time password is out, unless it was used up before it is written down here. The answer that is kept never
    /// has the password in it.
    /// </summary>
    public static Decision<PatientState, IssuedSignIn> Invite(PatientState state, string userId, IssuedSignIn signIn)
    {
        var isUsed = state.Access.State is OnlineAccessState.Active && state.AccessIssue >= signIn.Issue;
        var next = CloseAccessDelivery.Forgo(state) with
        {
            Access = new(isUsed ? OnlineAccessState.Active : OnlineAccessState.Invited, userId, signIn.UserName),
            AccessIssue = signIn.Issue,
        };
        return Next(next, signIn with { OneTimePassword = "" });
    }

    public static Decision<PatientState, Done> Remove(PatientState state) => state.Access.State switch
    {
        OnlineAccessState.NoAccount => NotGiven(),
        OnlineAccessState.Removed => Unchanged(state, Done.Value),
        _ => Next(state with { Access = state.Access with { State = OnlineAccessState.Removed } }, Done.Value),
    };

    /// <summary>A one-time password was used up; that of one issued before the last is no news any more.</summary>
    public static Decision<PatientState, Done> Used(PatientState state, string userName, int issue)
    {
        if (!IsGiven(state) || issue < state.AccessIssue)
            return Unchanged(state, Done.Value);
        var access = state.Access with { State = OnlineAccessState.Active, UserName = userName };
        return Next(state with { Access = access, AccessIssue = issue }, Done.Value);
    }

    internal static Problem NotGiven() =>
        new("access.not_given", "This patient has no online access. Use Provide Online Access first.");

    private static void CheckState(FieldChecks checks, Demographics person)
    {
        if (person.Country != "US")
            Require(checks, person.State.Length > 0, "state_missing", "State is required.", nameof(person.State));
        else if (person.State.Length != LettersOfAmericanState || !person.State.All(char.IsAsciiLetter))
            checks.Refuse("state_missing", "State is required, as exactly 2 letters.", nameof(person.State));
    }

    private static void Require(FieldChecks checks, bool there, string reason, string message, string field)
    {
        if (!there)
            checks.Refuse(reason, message, field);
    }
}
