using System.Collections.Immutable;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records.Subscriptions;

namespace Portal.Grains.Interfaces.Apps;

/// <summary>Lists the apps of one practice. Key: <c>{practice}/apps</c>. Stateless: it reads the stored documents.</summary>
[Alias("portal.apps.IAppDirectoryGrain")]
public interface IAppDirectoryGrain : IGrainWithStringKey
{
    /// <summary>The id part of the key.</summary>
    const string Id = "apps";

    /// <summary>The registered apps by name, stopped ones too.</summary>
    [Alias("List"), AllowedFor(Audience.Staff | Audience.System)]
    Task<ImmutableArray<AppRow>> List();

    /// <summary>
    /// Who has subscribed to changes; those that are off are left out. At most <see cref="AppLimits.Listed"/> come, programs first.
    /// </summary>
    /// <param name="after">Where the ones before ended, as <see cref="SubscriptionRows.Next"/>; none for the first.</param>
    [Alias("Subscriptions"), AllowedFor(Audience.Administrator)]
    Task<SubscriptionRows> Subscriptions(string? after);

    /// <summary>The origins of the pages that registered apps live at, such as <c>https://app.example</c>.</summary>
    [Alias("Origins"), AllowedFor(Audience.System)]
    Task<ImmutableArray<string>> Origins();
}
