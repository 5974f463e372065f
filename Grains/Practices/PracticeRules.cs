using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Webmail;
using static Portal.Grains.Documents.Decide;

namespace Portal.Grains.Practices;

/// <summary>What a practice's name, contact data and policies may be.</summary>
public static class PracticeRules
{
    /// <summary>A new practice has this inbox, so that patients without a primary provider can write to somebody.</summary>
    public static readonly Pool FrontDesk = new("front-desk", "Front desk", "Appointments and general questions");

    internal static readonly Problem Unknown = new("practice.unknown", "There is no such practice. Save its name first.");

    /// <summary>What becomes of what a patient writes to a mailbox.</summary>
    public static MailReception ReceptionOf(PracticeState state, string owner)
    {
        var isClosed = MailOwner.IsProvider(owner, out var providerId) ? state.Providers.Any(provider => provider.Id == providerId && provider.OutOfUse)
            : MailOwner.IsPool(owner, out var poolId) && state.Pools.Any(pool => pool.Id == poolId && pool.OutOfUse);
        return isClosed ? MailReception.Closed
            : StaffNotices.Of(state.Staff, state.Providers, owner).IsEmpty ? MailReception.Kept
            : MailReception.Told;
    }

    public static Decision<PracticeState, Done> SaveProfile(PracticeState state, string slug, PracticeCard given)
    {
        var card = Tidy(given);
        var checks = new FieldChecks("practice");
        if (card.Slug != slug)
            checks.Refuse("slug_invalid", "The short name of a practice cannot be changed.", nameof(card.Slug));
        checks.Text(card.Name, nameof(card.Name), "the name of the practice", PracticeLimits.Name, required: true);
        checks.Phone(card.Phone, nameof(card.Phone), "the phone number", PracticeLimits.Phone);
        checks.Email(card.Email, nameof(card.Email), "the e-mail address", PracticeLimits.Email);
        CheckUrl(checks, card.PatientFacingUrl);
        checks.Text(card.Address, nameof(card.Address), "the address", PracticeLimits.Address);
        if (!checks.Problems.IsEmpty)
            return checks.Problems;
        if (card == state.Card(slug))
            return Unchanged(state, Done.Value);
        return Next(
            state with
            {
                Name = card.Name,
                Phone = card.Phone,
                Email = card.Email,
                PatientFacingUrl = card.PatientFacingUrl,
                Address = card.Address,
                Pools = state.Pools.IsEmpty ? [FrontDesk] : state.Pools,
            },
            Done.Value);
    }

    public static Decision<PracticeState, Done> SetPolicies(PracticeState state, PracticePolicies policies)
    {
        if (!Exists(state))
            return Unknown;
        if (!Enum.IsDefined(policies.Passwords))
            return new Problem("practice.passwords_invalid", "Choose a rule for passwords.", nameof(policies.Passwords));
        if (policies.SummarySigner is { } signer && signer != state.Policies.SummarySigner && !state.Providers.Any(one => one.Id == signer))
            return new Problem("practice.signer_unknown", "Choose one of the practice’s providers.", nameof(policies.SummarySigner));
        return policies == state.Policies
            ? Unchanged(state, Done.Value)
            : Next(state with { Policies = policies }, Done.Value);
    }

    internal static bool Exists(PracticeState state) => state.Name.Length > 0;

    private static PracticeCard Tidy(PracticeCard card) => card with
    {
        Name = FieldChecks.Tidy(card.Name),
        Phone = FieldChecks.Tidy(card.Phone),
        Email = FieldChecks.Tidy(card.Email),
        PatientFacingUrl = FieldChecks.Tidy(card.PatientFacingUrl),
        Address = FieldChecks.Tidy(card.Address),
    };

    /// <summary>
    /// It stands on login sheets and in e-mails: nothing but https, a host and a path. What does not leave this machine,
    /// where people try the portal, needs no https.
    /// </summary>
    private static void CheckUrl(FieldChecks checks, string text)
    {
        const string field = nameof(PracticeCard.PatientFacingUrl);
        if (!checks.Text(text, field, "the patient-facing URL", PracticeLimits.Url))
            return;
        if (!text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) && !IsOfThisMachine(text))
            checks.Refuse("patient_facing_url_not_https", "The patient-facing URL must begin with https://.", field);
        else if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.UserInfo.Length > 0
            || url.Query.Length > 0 || url.Fragment.Length > 0)
            checks.Refuse("patient_facing_url_invalid", "The patient-facing URL must be an address such as https://portal.example.com/smile.", field);
    }

    private static bool IsOfThisMachine(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttp && url.IsLoopback;
}
