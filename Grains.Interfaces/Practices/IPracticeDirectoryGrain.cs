using System.Collections.Immutable;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Interfaces.Practices;

/// <summary>Lists the practices of the deployment. Key: <see cref="Key"/>. Stateless: it reads the stored documents.</summary>
[Alias("portal.practices.IPracticeDirectoryGrain")]
public interface IPracticeDirectoryGrain : IGrainWithStringKey
{
    /// <summary>The only key: the list belongs to no practice.</summary>
    const string Key = GrainKey.Platform + "/practices";

    /// <summary>What anyone may know of every practice, by name. For the page where a visitor chooses one.</summary>
    [Alias("List"), AllowedFor(Audience.Visitor | Audience.System)]
    Task<ImmutableArray<PracticeCard>> List();
}
