using System.Collections.Immutable;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Interfaces.Records.Subscriptions;

/// <summary>Lists what bridges have subscribed to. Key: <see cref="Key"/>. Stateless: it reads the stored documents.</summary>
[Alias("portal.records.IBridgeDirectoryGrain")]
public interface IBridgeDirectoryGrain : IGrainWithStringKey
{
    /// <summary>The only key: the list belongs to no practice.</summary>
    const string Key = GrainKey.Platform + "/bridges";

    /// <summary>The keys of the subscriptions of all practices' bridges; those that are off are left out.</summary>
    [Alias("Subscribed"), AllowedFor(Audience.System)]
    Task<ImmutableArray<string>> Subscribed();
}
