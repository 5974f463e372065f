using Orleans.Concurrency;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Interfaces.Live;

/// <summary>
/// Numbers the notices of one topic and passes them to the web fronts that lease it. Key: <c>{practice}/{topic}</c>.
/// Nothing is stored: after a crash of its own silo, or of one that may have died before it told of what it wrote, the
/// topic goes on under a new incarnation and whoever watches fetches again.
/// </summary>
[Alias("portal.live.ILiveGrain")]
public interface ILiveGrain : IGrainWithStringKey
{
    /// <summary>Leases the topic to a web front for <see cref="LiveTopic.Lease"/>, or renews the lease. It ends by running out.</summary>
    /// <param name="front">The web front's id, new at every start of its process.</param>
    /// <param name="observer">Where notices go; the same reference as long as the process lives.</param>
    [Alias("Attach"), AllowedFor(Audience.System)]
    Task<LiveVersion> Attach(string front, ILiveObserver observer);

    /// <summary>Says that the topic changed. Best effort: a page that is looked at fetches anew every minute whatever it was told.</summary>
    [Alias("Publish"), AllowedFor(Audience.System), OneWay]
    Task Publish();
}

/// <summary>A web front's ear. Calls only put the notice into a queue.</summary>
[Alias("portal.live.ILiveObserver")]
public interface ILiveObserver : IGrainObserver
{
    /// <summary>A topic moved to a version.</summary>
    /// <param name="key">The grain key of the topic, <c>{practice}/{topic}</c>.</param>
    /// <param name="version">The version it has now.</param>
    [Alias("Changed"), OneWay]
    Task Changed(string key, LiveVersion version);
}

/// <summary>Where a topic stands. Two versions of different incarnations cannot be compared: fetch again.</summary>
/// <param name="Incarnation">Drawn anew at each activation of the topic, and when a silo is lost.</param>
/// <param name="Number">Counts the notices since then.</param>
[GenerateSerializer, Immutable, Alias("portal.live.LiveVersion")]
public readonly record struct LiveVersion([property: Id(0)] int Incarnation, [property: Id(1)] long Number)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Incarnation:x8}-{Number}";
}

/// <summary>The names of topics. They hold ids only, never personal data.</summary>
public static class LiveTopic
{
    /// <summary>How long a web front hears of a topic without renewing.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(45);

    /// <summary>The mailbox with this owner, such as <c>user:01h…</c>.</summary>
    public static string Mail(string owner) => $"mail:{owner}";

    /// <summary>All conversations of the practice, for the staff's view of everything.</summary>
    public const string AllMail = "mail-all";

    /// <summary>One conversation, including who is writing right now.</summary>
    public static string Conversation(string conversationId) => $"conversation:{conversationId}";

    /// <summary>The appointments of one patient.</summary>
    public static string Visits(string patientId) => $"visits:{patientId}";

    /// <summary>One location's day of the appointment book.</summary>
    public static string Day(string locationId, DateOnly day) => $"day:{locationId}:{day:yyyy-MM-dd}";

    /// <summary>The patients who wait for a call about a visit, of the whole practice.</summary>
    public const string CallBacks = "call-backs";

    /// <summary>One patient's record and access to the portal.</summary>
    public static string Patient(string patientId) => $"patient:{patientId}";

    /// <summary>The clinical record of one patient: what the health summary is made from.</summary>
    public static string Record(string patientId) => $"record:{patientId}";

    /// <summary>What became of one patient's health summary: who saw it and where it went.</summary>
    public static string Copies(string patientId) => $"copies:{patientId}";

    /// <summary>The apps that one portal user has connected.</summary>
    public static string Apps(string userId) => $"apps:{userId}";

    /// <summary>The health links to one patient's summary.</summary>
    public static string HealthLinks(string patientId) => $"links:{patientId}";

    /// <summary>The sessions of one portal user: signed out elsewhere, access removed.</summary>
    public static string Session(string userId) => $"session:{userId}";

    /// <summary>The events of one program's subscription.</summary>
    public static string Subscription(string subscriptionId) => $"subscription:{subscriptionId}";

    /// <summary>The imports of the practice: which there are and how each stands.</summary>
    public const string Imports = "imports";

    /// <summary>The progress of one import.</summary>
    public static string Import(string importId) => $"import:{importId}";
}
