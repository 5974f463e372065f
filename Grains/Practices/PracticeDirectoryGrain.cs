using System.Collections.Immutable;
using Orleans.Concurrency;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Practices;

namespace Portal.Grains.Practices;

[StatelessWorker, GrainType("practice-directory")]
public sealed class PracticeDirectoryGrain(DocumentQueries queries) : Grain, IPracticeDirectoryGrain
{
    private const string All =
        "select slug, name, phone, email, patient_facing_url, address from practice_directory order by name, slug";

    public Task<ImmutableArray<PracticeCard>> List() =>
        queries.List(All, row => new PracticeCard
        {
            Slug = row.GetString(0),
            Name = row.GetString(1),
            Phone = row.GetString(2),
            Email = row.GetString(3),
            PatientFacingUrl = row.GetString(4),
            Address = row.GetString(5),
        });
}
