using System.Collections.Immutable;
using Orleans.Runtime;
using Portal.Grains.Audit;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records.Export;

namespace Portal.Grains.Records.Export;

[GrainType("export")]
public sealed class ExportGrain(
    [PersistentState("export", DocumentQueries.Database)] IPersistentState<ExportState> stored,
    DocumentServices services,
    DocumentQueries queries,
    IAuditLog trail)
    : DocumentGrain<ExportState>(stored, services), IExportGrain
{
    /// <summary>Whether the trail has whom it held; after a rest it may be told once more.</summary>
    private bool _isNoted;

    private bool IsMine => Exists && (ExportRules.IsOf(State, CallerScope.Required) || AuditedCall.Refuse());

    public async Task<Result<Done>> Begin(BeginExport command)
    {
        if (Exists)
            return ExportRules.Begun;
        var caller = CallerScope.Required;
        var begun = ExportRules.Begin(command, caller, Key.Id, Now);
        if (begun.Order.Types.IsEmpty || caller.OnlyPatientId is not null)
            return ExportRules.Nothing;
        await Commit(begun);
        return Done.Value;
    }

    public Task<ExportView?> View() => Task.FromResult(IsMine ? ExportRules.View(State) : null);

    public async Task<ExportPage?> Page(string file, string? after)
    {
        if (!IsMine || !ExportRules.MayFetch(State, CallerScope.Required, file))
            return null;
        // A file of many pages is fetched once.
        if (after is not null)
            AuditedCall.GoesOn();
        var page = await new ExportRows(new(queries), Services.Grains, Key.Practice, State.Order, CallerScope.Required).Page(file, after);
        if (!_isNoted && ExportRules.IsOfPatients(file) && !page.Resources.IsEmpty)
        {
            _isNoted = true;
            await trail.Record(ExportRules.Entry(State, CallerScope.Required, Key, Now));
        }

        return page;
    }

    public async Task<Result<Done>> Cancel()
    {
        if (!IsMine)
            return ExportRules.Unknown;
        await Commit(ExportRules.End(State));
        return Done.Value;
    }

    public async Task Counted(ImmutableArray<ExportFile> files)
    {
        // Given up while it was counted: nothing is kept.
        if (Exists && ExportRules.Counted(State, files, Key.Id, Now) is var next && !ReferenceEquals(next, State))
            await Commit(next);
    }

    public async Task Expire()
    {
        if (Exists && !State.Ended)
            await Commit(ExportRules.End(State));
    }
}
