using Portal.Grains.Documents;
using Portal.Grains.Interfaces;

namespace Portal.Grains.Scheduling;

/// <summary>
/// Whether a visit's document names a claim, as committed. It reads the row and not the grain: a grain may be busy
/// asking the very book that wants to know, and during a change of the cluster there may be two of it for a moment.
/// </summary>
public sealed class StandingClaims(DocumentQueries queries)
{
    public async Task<bool> Stands(string appointmentKey, string claimId)
    {
        var found = await queries.First(
            "select row_id from appointment_claims where row_id = @row and (held_claim = @claim or pending_claim = @claim)",
            row => row.GetString(0),
            ("row", appointmentKey),
            ("claim", claimId));
        return found is not null;
    }
}
