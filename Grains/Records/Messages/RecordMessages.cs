using System.Collections.Immutable;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records.Search;
using Portal.Grains.Interfaces.Webmail;
using Portal.Grains.Records.Search;

namespace Portal.Grains.Records.Messages;

/// <summary>
/// The messages of a patient's conversations as part of the record. They are read from the conversations each time they
/// are asked for, since those are what is written.
/// </summary>
internal sealed class RecordMessages(RecordQueries queries, IGrainFactory grains, GrainKey record)
{
    /// <summary>Conversations read at the same time.</summary>
    private const int AtOnce = 16;

    /// <summary>
    /// The record with the messages that the caller may have. A patient's side sees the conversations of its own mailbox
    /// only: that somebody may act for a patient does not open what another one wrote.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, HeldResource>> With(IReadOnlyDictionary<string, HeldResource> all, Caller caller)
    {
        var conversations = await Conversations();
        var held = all.ToDictionary(StringComparer.Ordinal);
        var isOutsider = caller.Is(~Audience.Patient) ? (Func<SpokenConversation, bool>)(_ => false) : conversation => conversation.PersonId != caller.PatientId;
        if (!caller.Is(~Audience.Patient))
            Drop(held, [.. conversations.Where(isOutsider).SelectMany(References), .. OfOthers(all, [.. conversations.SelectMany(References)], caller)]);
        var organization = $"Organization/{record.Practice}";
        foreach (var conversation in conversations.Where(conversation => !isOutsider(conversation)))
        {
            foreach (var made in MessageResource.Of(conversation, message => IdOf(message, all)).Where(made => !held.ContainsKey($"{MessageResource.Type}/{made.Id}")))
            {
                held[$"{MessageResource.Type}/{made.Id}"] = new(made, made: true);
                var provenance = new HeldResource(ProvenanceOf.For(made, record.Id, organization), made: true);
                held[provenance.Reference] = provenance;
            }
        }

        return held;
    }

    /// <summary>The conversation that has the first of these messages which is in one.</summary>
    /// <param name="messages">Ids as they are served.</param>
    /// <param name="all">The record as it is stored.</param>
    public async Task<string?> ConversationOf(ImmutableArray<string> messages, IReadOnlyDictionary<string, HeldResource> all)
    {
        var byMessage = (await Conversations())
            .SelectMany(conversation => conversation.Messages, (conversation, message) => (Message: IdOf(message, all), conversation.Id))
            .ToLookup(known => known.Message, known => known.Id, StringComparer.Ordinal);
        return messages.SelectMany(message => byMessage[message]).FirstOrDefault();
    }

    /// <summary>One that came as a resource goes by the id that it came with.</summary>
    private string IdOf(Message message, IReadOnlyDictionary<string, HeldResource> all) =>
        all.ContainsKey($"{MessageResource.Type}/{message.Id}") ? message.Id : MessageResource.IdFor(message.Id, record.Id);

    private static IEnumerable<string> References(SpokenConversation conversation) =>
        conversation.Messages.Select(message => $"{MessageResource.Type}/{message.Id}");

    /// <summary>
    /// What came as a resource and is in no conversation here: it is between those whom it names, and where it names nobody
    /// of the patient's side, the patient's own.
    /// </summary>
    private IEnumerable<string> OfOthers(IReadOnlyDictionary<string, HeldResource> all, HashSet<string> inConversations, Caller caller) => all.Values
        .Where(resource => resource.Type == MessageResource.Type && !inConversations.Contains(resource.Reference))
        .Where(resource =>
        {
            var people = Targets(resource, "sender").Concat(Targets(resource, "recipient"))
                .Where(target => target.StartsWith("Patient/", StringComparison.Ordinal) || target.StartsWith("RelatedPerson/", StringComparison.Ordinal)).ToList();
            return people.Count == 0 ? caller.PatientId != record.Id : !people.Exists(person => Is(caller, person, all));
        })
        .Select(resource => resource.Reference);

    private static bool Is(Caller caller, string person, IReadOnlyDictionary<string, HeldResource> all) => person == $"Patient/{caller.PatientId}"
        || (all.GetValueOrDefault(person) is { Type: "RelatedPerson" } relative
            && relative.Values(SearchParameters.Find(relative.Type, "identifier")!).OfType<IndexedToken>().Any(token => token.Code == caller.PatientId));

    private static IEnumerable<string> Targets(HeldResource resource, string parameter) =>
        resource.Values(SearchParameters.Find(resource.Type, parameter)!).OfType<IndexedReference>().Select(reference => reference.Target);

    /// <summary>Takes these out, with what tells of them alone.</summary>
    private static void Drop(Dictionary<string, HeldResource> held, IEnumerable<string> references)
    {
        var dropped = references.Where(held.Remove).ToHashSet(StringComparer.Ordinal);
        if (dropped.Count == 0)
            return;
        foreach (var provenance in held.Values.Where(resource => resource.Type == ProvenanceOf.Type && TellsOnlyOf(resource, dropped)).ToList())
            held.Remove(provenance.Reference);
    }

    private static bool TellsOnlyOf(HeldResource provenance, HashSet<string> dropped)
    {
        var targets = Targets(provenance, "target").ToList();
        return targets.Count > 0 && targets.TrueForAll(dropped.Contains);
    }

    private async Task<ImmutableArray<SpokenConversation>> Conversations()
    {
        using var system = CallerScope.Use(Caller.System(record.Practice));
        var spoken = ImmutableArray.CreateBuilder<SpokenConversation>();
        foreach (var some in (await queries.Conversations(record.Practice, record.Id)).Chunk(AtOnce))
        {
            var read = await Task.WhenAll(some.Select(id => grains.GetGrain<IConversationGrain>(GrainKey.For(record.Practice, id)).Spoken()));
            spoken.AddRange(read.OfType<SpokenConversation>());
        }

        return spoken.ToImmutable();
    }
}
