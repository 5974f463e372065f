using System.Collections.Immutable;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Interfaces.Sharing;

/// <summary>Lists the health links of one practice's patients. Key: <c>{practice}/health-links</c>. Stateless: it reads the stored documents.</summary>
[Alias("portal.sharing.IHealthLinkDirectoryGrain")]
public interface IHealthLinkDirectoryGrain : IGrainWithStringKey
{
    /// <summary>The id part of the key.</summary>
    const string Id = "health-links";

    /// <summary>
    /// The links to summaries of the caller and of those whom the caller may see, the newest first; of each patient at
    /// most <see cref="HealthLinkLimits.Listed"/>.
    /// </summary>
    [Alias("List"), AllowedFor(Audience.Patient), Audited("share.list", OncePerPage = true)]
    Task<ImmutableArray<HealthLinkView>> List();
}
