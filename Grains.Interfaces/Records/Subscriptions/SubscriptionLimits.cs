namespace Portal.Grains.Interfaces.Records.Subscriptions;

/// <summary>How much a subscription may hold and how long it is tried for.</summary>
public static class SubscriptionLimits
{
    /// <summary>Subscriptions of one app for one person and patient, or of one program, that are not off.</summary>
    public const int OfOwner = 10;

    /// <summary>Those of one app for all people of the practice.</summary>
    public const int OfApp = 2_000;

    /// <summary>Those of one practice.</summary>
    public const int OfPractice = 5_000;

    /// <summary>Characters of the resource.</summary>
    public const int Resource = 16_000;

    /// <summary>Characters of the endpoint.</summary>
    public const int Endpoint = 500;

    /// <summary>Filters of one subscription.</summary>
    public const int Filters = 10;

    /// <summary>Headers that go with each notice.</summary>
    public const int Headers = 5;

    /// <summary>Characters of one header.</summary>
    public const int Header = 2_000;

    /// <summary>The shortest time between two heartbeats, in seconds.</summary>
    public const int ShortestHeartbeat = 30;

    /// <summary>The longest time between two heartbeats, in seconds.</summary>
    public const int LongestHeartbeat = 7 * 24 * 3_600;

    /// <summary>How long an endpoint may take to answer, in seconds, when it does not say.</summary>
    public const int Timeout = 10;

    /// <summary>The longest that an endpoint may ask for, in seconds.</summary>
    public const int LongestTimeout = 60;

    /// <summary>Events in one notice, when the subscription does not say.</summary>
    public const int EventsAtOnce = 20;

    /// <summary>The most events in one notice.</summary>
    public const int MostEventsAtOnce = 100;

    /// <summary>Events that can be asked for again; older ones are forgotten.</summary>
    public const int KeptEvents = 10_000;

    /// <summary>Failures in a row after which the status is <c>error</c>. Of a handshake one is enough.</summary>
    public const int FailuresBeforeError = 5;

    /// <summary>The wait after the first failure; it doubles each time.</summary>
    public static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(5);

    /// <summary>The longest wait between two attempts.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    /// <summary>An endpoint that fails for so long is given up: the status is <c>off</c>.</summary>
    public static readonly TimeSpan GivenUpAfter = TimeSpan.FromHours(24);

    /// <summary>How long a subscription that is off can still be read.</summary>
    public static readonly TimeSpan KeptWhenOff = TimeSpan.FromDays(30);

    /// <summary>How long a token for a socket can be used.</summary>
    public static readonly TimeSpan BindingToken = TimeSpan.FromMinutes(5);
}
