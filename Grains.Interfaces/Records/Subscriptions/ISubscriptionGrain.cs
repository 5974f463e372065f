using System.Collections.Immutable;
using Orleans.Concurrency;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Documents;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.Grains.Interfaces.Records.Subscriptions;

/// <summary>
/// One subscription of an app or a program to the changes of a topic (Subscriptions R5 Backport on FHIR R4). Key:
/// <c>{practice}/{subscriptionId}</c>. It alone numbers its events and sends them. Only whose it is finds it.
/// </summary>
[Alias("portal.records.ISubscriptionGrain")]
public interface ISubscriptionGrain : IOutboxOwner
{
    /// <summary>Makes the subscription, or replaces what is asked for; then the endpoint is asked for a handshake again.</summary>
    /// <returns>
    /// <c>subscription.*</c> problems; <c>subscription.unknown</c> when it is somebody else's, <c>subscription.other_version</c>
    /// when another version is the latest.
    /// </returns>
    [Alias("Save"), AllowedFor(Audience.Person | Audience.Integrator), Audited("subscription.save")]
    Task<Result<SubscriptionView>> Save(SaveSubscription command);

    /// <summary>The subscription; none when there is none, or when it is somebody else's. Administrators of the practice see each.</summary>
    [Alias("View"), AllowedFor(Audience.Person | Audience.Integrator)]
    Task<SubscriptionView?> View();

    /// <summary>
    /// Ends it and forgets it, with its events. Administrators of the practice may end each: the subscriber then reads that it
    /// is off, and why.
    /// </summary>
    /// <returns><c>subscription.unknown</c> when there is none, it is somebody else's, or an administrator ends what has ended.</returns>
    [Alias("Delete"), AllowedFor(Audience.Person | Audience.Integrator), Audited("subscription.delete")]
    Task<Result<Done>> Delete();

    /// <summary>Its SubscriptionStatus as FHIR JSON of Parameters, of the type <c>query-status</c>; none as <see cref="View"/>.</summary>
    [Alias("Status"), AllowedFor(Audience.Person | Audience.Integrator)]
    Task<string?> Status();

    /// <summary>
    /// A notice of the type <c>query-event</c> as FHIR JSON, with events that happened before; none as <see cref="View"/>.
    /// </summary>
    /// <param name="since">The first number.</param>
    /// <param name="until">The last number; none for the latest. At most <see cref="SubscriptionLimits.MostEventsAtOnce"/> come.</param>
    /// <param name="content">How much of the resources; never more than the subscription has.</param>
    [Alias("Events"), AllowedFor(Audience.Person | Audience.Integrator), Audited("subscription.events")]
    Task<string?> Events(long since, long? until, NoticeContent? content);

    /// <summary>A notice for a socket that is bound to the subscription; none when the subscription or its access has ended.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="after">Of events: those after this number.</param>
    [Alias("Tell"), AllowedFor(Audience.System)]
    Task<SocketNotice?> Tell(NoticeKind kind, long after);

    /// <summary>A resource changed. Told again it counts once. What the subscriber may not know of does not count.</summary>
    [Alias("Happened"), AllowedFor(Audience.System)]
    Task Happened(ResourceChange change);

    /// <summary>The subscriber's access may have ended: it is looked at before anything else leaves.</summary>
    [Alias("Doubt"), AllowedFor(Audience.System), AlwaysInterleave]
    Task Doubt();

    /// <summary>The practice's bridge has this token now, or none: what was asked for with another one ends.</summary>
    /// <param name="token">As <see cref="SaveSubscription.Token"/>.</param>
    [Alias("OnlyFor"), AllowedFor(Audience.System)]
    Task OnlyFor(string? token);
}

/// <summary>Where a subscription stands, in FHIR's words.</summary>
[GenerateSerializer, Alias("portal.records.SubscriptionStatus")]
public enum SubscriptionStatus
{
    /// <summary>The endpoint has not answered the handshake yet.</summary>
    Requested,

    /// <summary>Events are told.</summary>
    Active,

    /// <summary>The endpoint fails; it is tried further.</summary>
    Error,

    /// <summary>Ended.</summary>
    Off,
}

/// <summary>By which way notices go.</summary>
[GenerateSerializer, Alias("portal.records.NoticeChannel")]
public enum NoticeChannel
{
    /// <summary>Posted to an endpoint (<c>rest-hook</c>).</summary>
    Hook,

    /// <summary>Through a socket that the subscriber opens (<c>websocket</c>).</summary>
    Socket,
}

/// <summary>How much of the resources a notice holds.</summary>
[GenerateSerializer, Alias("portal.records.NoticeContent")]
public enum NoticeContent
{
    /// <summary>Nothing: only that there are events.</summary>
    Empty,

    /// <summary>Which resources.</summary>
    IdOnly,

    /// <summary>The resources.</summary>
    FullResource,
}

/// <summary>What a notice is about.</summary>
[GenerateSerializer, Alias("portal.records.NoticeKind")]
public enum NoticeKind
{
    /// <summary>Whether anybody is there.</summary>
    Handshake,

    /// <summary>That the portal is still there.</summary>
    Heartbeat,

    /// <summary>Events.</summary>
    Event,

    /// <summary>The answer to <c>$status</c>.</summary>
    QueryStatus,

    /// <summary>The answer to <c>$events</c>.</summary>
    QueryEvent,
}

/// <summary>Makes or changes the subscription of the key.</summary>
/// <param name="Draft">What is asked for.</param>
/// <param name="Address">The practice's FHIR address as the caller wrote it.</param>
/// <param name="IsNew">Whether there must be none yet.</param>
/// <param name="IfVersion">Only over this version (<c>If-Match</c>).</param>
/// <param name="Token">Which token the practice's bridge has; nothing that opens anything.</param>
[GenerateSerializer, Immutable, Alias("portal.records.SaveSubscription")]
public sealed record SaveSubscription(
    [property: Id(0)] SubscriptionDraft Draft,
    [property: Id(1)] string Address,
    [property: Id(2)] bool IsNew,
    [property: Id(3)] int? IfVersion,
    [property: Id(4)] string? Token = null);

/// <summary>What a subscriber asks for.</summary>
[GenerateSerializer, Immutable, Alias("portal.records.SubscriptionDraft")]
public sealed record SubscriptionDraft
{
    /// <summary>The id of the topic.</summary>
    [Id(0)] public required string Topic { get; init; }

    /// <summary>All of them must fit.</summary>
    [Id(1)] public ImmutableArray<SearchFilter> Filters { get; init; } = [];

    /// <summary>By which way.</summary>
    [Id(2)] public NoticeChannel Channel { get; init; }

    /// <summary>Where notices are posted; empty for a socket.</summary>
    [Id(3)] public string Endpoint { get; init; } = "";

    /// <summary>
    /// What goes with each notice, as <c>Name: value</c>. <see cref="Kept"/> as the value means the one that there is: values are
    /// never given out.
    /// </summary>
    [Id(4)] public ImmutableArray<string> Headers { get; init; } = [];

    /// <summary>How much of the resources.</summary>
    [Id(5)] public NoticeContent Content { get; init; }

    /// <summary>Seconds between two heartbeats; none without.</summary>
    [Id(6)] public int? Heartbeat { get; init; }

    /// <summary>Seconds that an answer may take.</summary>
    [Id(7)] public int? Timeout { get; init; }

    /// <summary>Events in one notice.</summary>
    [Id(8)] public int? MaxCount { get; init; }

    /// <summary>When it ends by itself (UTC).</summary>
    [Id(9)] public DateTimeOffset? End { get; init; }

    /// <summary>Whether it is to rest (<c>off</c>) instead of being told.</summary>
    [Id(10)] public bool Off { get; init; }

    /// <summary>The resource as it came, as FHIR JSON, without status and with <see cref="Kept"/> for the headers' values.</summary>
    [Id(11)] public string Json { get; init; } = "";

    /// <summary>Whether notices are FHIR XML; otherwise they are FHIR JSON.</summary>
    [Id(12)] public bool? Xml { get; init; }

    /// <summary>Stands for a value that is not given out.</summary>
    public const string Kept = "***";

    /// <summary>The one patient to whom the filters narrow it, if they do.</summary>
    public string? OnlyPatient() => Filters
        .Where(filter => filter is { Parameter: "patient", Modifier: SearchModifier.None, Values: [_] })
        .Select(filter => filter.Values[0][(filter.Values[0].LastIndexOf('/') + 1)..])
        .FirstOrDefault();
}

/// <summary>A subscription as its subscriber may see it.</summary>
[GenerateSerializer, Immutable, Alias("portal.records.SubscriptionView")]
public sealed record SubscriptionView
{
    /// <summary>The id.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Counts the changes, from 1.</summary>
    [Id(1)] public required int Version { get; init; }

    /// <summary>The time of the last change (UTC).</summary>
    [Id(2)] public required DateTimeOffset LastUpdated { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(3)] public required SubscriptionStatus Status { get; init; }

    /// <summary>By which way.</summary>
    [Id(4)] public required NoticeChannel Channel { get; init; }

    /// <summary>The Subscription as FHIR JSON.</summary>
    [Id(5)] public required string Json { get; init; }
}

/// <summary>A subscription as the practice sees it.</summary>
/// <param name="Id">The id.</param>
/// <param name="App">The app's name; none when it is the practice's bridge.</param>
/// <param name="OfPerson">Whether a person has connected the app.</param>
/// <param name="Topic">The id of the topic.</param>
/// <param name="Channel">By which way.</param>
/// <param name="Endpoint">Where notices are posted; empty for a socket.</param>
/// <param name="Status">Where it stands.</param>
[GenerateSerializer, Immutable, Alias("portal.records.SubscriptionRow")]
public sealed record SubscriptionRow(
    [property: Id(0)] string Id,
    [property: Id(1)] string? App,
    [property: Id(2)] bool OfPerson,
    [property: Id(3)] string Topic,
    [property: Id(4)] NoticeChannel Channel,
    [property: Id(5)] string Endpoint,
    [property: Id(6)] SubscriptionStatus Status);

/// <summary>Some of them: programs first, then the apps of people, in both the latest first.</summary>
/// <param name="Rows">Them.</param>
/// <param name="Next">Where the next ones begin; none when there are no more.</param>
[GenerateSerializer, Immutable, Alias("portal.records.SubscriptionRows")]
public sealed record SubscriptionRows([property: Id(0)] ImmutableArray<SubscriptionRow> Rows, [property: Id(1)] string? Next);

/// <summary>A notice for a socket.</summary>
/// <param name="Json">FHIR JSON; none when there is nothing to tell.</param>
/// <param name="UpTo">The number of the last event that has been told with it.</param>
/// <param name="Heartbeat">Seconds between two heartbeats; none without.</param>
/// <param name="Xml">Whether it is to be sent as FHIR XML.</param>
[GenerateSerializer, Immutable, Alias("portal.records.SocketNotice")]
public sealed record SocketNotice(
    [property: Id(0)] string? Json, [property: Id(1)] long UpTo, [property: Id(2)] int? Heartbeat, [property: Id(3)] bool Xml = false);

/// <summary>A version of a resource that was stored, or a message that was written.</summary>
/// <param name="Type">The FHIR type.</param>
/// <param name="Id">Its id.</param>
/// <param name="Version">The version that it has now.</param>
/// <param name="PatientId">The patient whose record it is in, or <see cref="RecordId.PracticeWide"/>.</param>
/// <param name="At">When (UTC).</param>
[GenerateSerializer, Immutable, Alias("portal.records.ResourceChange")]
public sealed record ResourceChange(
    [property: Id(0)] string Type,
    [property: Id(1)] string Id,
    [property: Id(2)] int Version,
    [property: Id(3)] string PatientId,
    [property: Id(4)] DateTimeOffset At)
{
    /// <summary>As <c>Type/id</c>.</summary>
    public string Reference() => $"{Type}/{Id}";
}
