using System.Collections.Immutable;

namespace Portal.Grains.Interfaces.Records.Subscriptions;

/// <summary>What a program can subscribe to: the changes of one type of resource.</summary>
/// <param name="Id">The end of its canonical address.</param>
/// <param name="Type">The FHIR type whose changes it tells.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Description">What happens, in a sentence.</param>
/// <param name="Filters">Search parameters of the type by which a subscription may be narrowed.</param>
public sealed record SubscriptionTopic(string Id, string Type, string Title, string Description, ImmutableArray<string> Filters)
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<SubscriptionTopic> All { get; } =
    [
        new("appointment-change", "Appointment", "An appointment changed", "An appointment was made, moved, confirmed, broken or completed.",
            ["patient", "practitioner", "location", "actor", "status"]),
        new("message-change", "Communication", "A message was written", "A patient or the practice wrote a message, or one came from another system.",
            ["patient", "subject", "sender", "recipient", "status"]),
    ];

    /// <summary>The topic of the id; none when there is none.</summary>
    public static SubscriptionTopic? Find(string id) => All.FirstOrDefault(topic => topic.Id == id);

    /// <summary>Whether some topic tells changes of the type.</summary>
    public static bool IsOf(string type) => All.Any(topic => topic.Type == type);

    /// <summary>Its canonical address at a practice.</summary>
    /// <param name="address">The practice's FHIR address.</param>
    public string Url(string address) => $"{address}/SubscriptionTopic/{Id}";
}
