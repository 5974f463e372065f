using System.Collections.Immutable;

namespace Portal.Grains.Interfaces.Webmail;

/// <summary>What both sides of a conversation said to each other, for the patient's record. Notes of the practice are no part of it.</summary>
[GenerateSerializer, Immutable, Alias("portal.webmail.SpokenConversation")]
public sealed record SpokenConversation
{
    /// <summary>The conversation's id.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Subject.</summary>
    [Id(1)] public required string Subject { get; init; }

    /// <summary>The patient it is about.</summary>
    [Id(2)] public required string PatientId { get; init; }

    /// <summary>The patient record of who writes: the patient's own, or that of the representative whose mailbox it is in.</summary>
    [Id(3)] public required string PersonId { get; init; }

    /// <summary>Name of who writes for the patient's side.</summary>
    [Id(7)] public required string PersonName { get; init; }

    /// <summary>The practice's mailbox: <c>provider:{id}</c> or <c>pool:{id}</c>.</summary>
    [Id(4)] public required string PracticeSide { get; init; }

    /// <summary>Name of the provider or pool.</summary>
    [Id(5)] public required string PracticeName { get; init; }

    /// <summary>All messages, oldest first.</summary>
    [Id(6)] public required ImmutableArray<Message> Messages { get; init; }
}
