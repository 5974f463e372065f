using System.Collections.Immutable;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Practices;
using Portal.Grains.Webmail;

namespace Portal.Grains.Records;

/// <summary>
/// The practice as it would become, entry by entry, with the rules of its own: what a later entry names may have come
/// with an earlier one. Nothing of it is written.
/// </summary>
internal sealed class PracticeTrial(string slug, PracticeView? present)
{
    private PracticeState _state = PracticeState.Of(present);

    /// <summary>The practice with all entries so far.</summary>
    public PracticeView Becoming => _state.View(slug);

    /// <summary>What the rules say to the entry, whose patient is known.</summary>
    public ImmutableArray<Problem> Try(ImportAct act)
    {
        if (act.Profile is { } card)
            return Take(PracticeRules.SaveProfile(_state, slug, ImportActs.WithAddress(card, _state.Card(slug))));
        if (act.Location is { } location)
            return Take(RosterRules.SaveLocation(_state, location));
        if (act.Chair is { } chair)
            return Take(RosterRules.SaveChair(_state, chair));
        if (act.Provider is { } provider)
            return Take(RosterRules.SaveProvider(_state, ImportActs.AsKnown(provider, act.Person, _state.View(slug))));
        if (act.Person is { } person && _state.Providers.FirstOrDefault(known => known.Id == person.ProviderId) is { } before)
            return Take(RosterRules.SaveProvider(_state, ImportActs.AsToldBy(person, before, before.Email)));
        if (act.Pool is { } pool)
            return Take(RosterRules.SavePool(_state, pool));
        return act.Message is { } message && Has(message.PracticeSide)
            ? MessageText.CheckSubject(message.Subject).AddRange(MessageText.CheckBody(message.Message.Body))
            : [];
    }

    /// <summary>A message to or from somebody without a mailbox here is kept in the record only.</summary>
    private bool Has(string owner) =>
        (MailOwner.IsProvider(owner, out var provider) && _state.Providers.Any(known => known.Id == provider))
        || (MailOwner.IsPool(owner, out var pool) && _state.Pools.Any(known => known.Id == pool));

    private ImmutableArray<Problem> Take(Decision<PracticeState, Done> decision)
    {
        _state = decision.Next ?? _state;
        return decision.Answer.Problems;
    }
}
