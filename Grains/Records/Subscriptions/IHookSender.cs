using System.Collections.Immutable;

namespace Portal.Grains.Records.Subscriptions;

/// <summary>Posts notices to the endpoints of subscribers. Strangers name them, so they are never trusted.</summary>
public interface IHookSender
{
    /// <summary>Whether notices may go to such an address at all.</summary>
    bool Takes(Uri endpoint);

    /// <summary>Posts a notice.</summary>
    /// <returns>None when the endpoint has taken it, else why it has not, without anything that the endpoint or the address says.</returns>
    Task<string?> Send(HookNotice notice, CancellationToken cancellation);
}

/// <summary>A notice on its way.</summary>
/// <param name="Endpoint">Where it goes.</param>
/// <param name="Headers">What goes with it, as <c>Name: value</c>. Secret.</param>
/// <param name="Json">FHIR JSON.</param>
/// <param name="Patience">How long the endpoint may take.</param>
/// <param name="Xml">Whether it is to be sent as FHIR XML.</param>
public sealed record HookNotice(Uri Endpoint, ImmutableArray<string> Headers, string Json, TimeSpan Patience, bool Xml = false);
