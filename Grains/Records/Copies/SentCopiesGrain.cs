using Orleans.Runtime;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;

namespace Portal.Grains.Records.Copies;

[GrainType(SentCopiesState.GrainName)]
public sealed class SentCopiesGrain(
    [PersistentState(SentCopiesState.GrainName, DocumentQueries.Database)] IPersistentState<SentCopiesState> stored, DocumentServices services)
    : DocumentGrain<SentCopiesState>(stored, services), ISentCopiesGrain
{
    public Task<Result<Done>> Count(string copyId)
    {
        if (Key.Id != ISentCopiesGrain.Prefix + CallerScope.Required.UserId)
            throw new AccessRefusedException("What a person has sent is counted for that person only.");
        return Decide<Done>(Asked(copyId, "count"), state => SentCopiesRules.Count(state, Now));
    }
}
