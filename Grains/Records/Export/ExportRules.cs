using System.Collections.Immutable;
using Portal.Grains.Audit;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Audit;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Export;
using Portal.Grains.Interfaces.Records.Search;

namespace Portal.Grains.Records.Export;

public static class ExportRules
{
    public static readonly Problem Begun = new("export.begun", "There is an export of this id already. Begin another one.");

    public static readonly Problem Unknown = new("export.unknown", "There is no such export. It may have been given up, or its time is over.");

    public static readonly Problem Nothing =
        new("export.nothing", "The token opens none of these types whole, or is for one patient only. Ask for a token with system or user scopes.");

    /// <summary>What patients' records do not name.</summary>
    private static readonly ImmutableHashSet<string> _ofThePractice = ["Endpoint", "HealthcareService", "Questionnaire", "Schedule", "Slot"];

    public static ExportState Begin(BeginExport command, Caller caller, string exportId, DateTimeOffset now)
    {
        var order = new ExportOrder
        {
            Types = TypesOf(command, caller),
            ProviderId = command.GroupId is { } group ? PatientGroup.ProviderOf(group) : null,
            Since = command.Since,
            AsOf = now,
        };
        return new ExportState { Order = order, Level = command.Level, Request = command.Request, By = NameOf(caller) }
            .Owe(CountDelivery.Kind, CountDelivery.Kind, exportId, order, now);
    }

    /// <summary>The files are there from now on, for a while.</summary>
    public static ExportState Counted(ExportState state, ImmutableArray<ExportFile> files, string exportId, DateTimeOffset now)
    {
        if (state.Files is not null || state.Ended)
            return state;
        var end = now + ExportLimits.Kept;
        var owing = (state with { Files = files, Expires = end }).Owe(ExpireDelivery.Kind, ExpireDelivery.Kind, exportId, Done.Value, now);
        return owing with { Outbox = [.. owing.Outbox!.Value.Select(item => item.Kind == ExpireDelivery.Kind ? item with { NotBefore = end } : item)] };
    }

    /// <summary>From here on there is none for anybody.</summary>
    public static ExportState End(ExportState state) => state with { Ended = true, Files = null, Outbox = null };

    /// <summary>Whether the caller is who began it, and it has not ended.</summary>
    public static bool IsOf(ExportState state, Caller caller) => !state.Ended && state.By == NameOf(caller) && caller.OnlyPatientId is null;

    /// <summary>Whether there is such a file, and the caller's token still opens what is in it.</summary>
    public static bool MayFetch(ExportState state, Caller caller, string file) => state.Files is { } files
        && files.Any(known => known.Name == file)
        && (file == ExportFile.Deletions ? state.Order.Types.All(type => MayExport(caller, type)) : MayExport(caller, file));

    /// <summary>Whom it held, for the trail: one entry, however many they are.</summary>
    public static AuditRecord Entry(ExportState state, Caller caller, GrainKey export, DateTimeOffset now) => new()
    {
        Practice = export.Practice,
        At = now,
        ActorId = caller.UserId,
        Roles = caller.Roles,
        Action = state.Order.ProviderId is null ? AuditAction.ExportedAll : AuditAction.ExportedGroup,
        Target = $"export/{export.Id}"
            + (state.Order.ProviderId is { } provider ? AuditEntry.OfGroup + PatientGroup.IdFor(provider) : "")
            + (caller.AppId is { } app ? AuditEntry.ByApp + app : ""),
        Outcome = AuditOutcome.Done,
    };

    public static ExportView View(ExportState state) => new()
    {
        AsOf = state.Order.AsOf,
        Request = state.Request,
        Files = state.Files,
        Expires = state.Expires,
        Stuck = state.Files is null && state.Outbox is { } owed && owed.Any(item => item.Parked),
    };

    /// <summary>Whether what belongs to patients is in the file.</summary>
    public static bool IsOfPatients(string file) => !RecordId.TypesOfPractice.Contains(file);

    /// <summary>Whole types only, and those that the scope lets it search: a scope that is narrowed to a category opens none.</summary>
    public static bool MayExport(Caller caller, string type) => caller.Scope is not { } scope
        || ResourceScope.In(scope).Any(reach => reach.Category is null && (reach.Type == "*" || reach.Type == type) && reach.Rights.HasFlag(ResourceRights.Read | ResourceRights.Search));

    /// <summary>The patients' summaries hold more than their type says.</summary>
    public static bool MayExportSummaries(Caller caller) => KeptSummary.Tells.All(type => MayExport(caller, type));

    private static ImmutableArray<string> TypesOf(BeginExport command, Caller caller)
    {
        var ofLevel = SearchParameters.Types.Where(type => command.Level is ExportLevel.System || !_ofThePractice.Contains(type));
        var asked = command.Types.IsEmpty ? ofLevel : ofLevel.Where(command.Types.Contains);
        return [.. asked.Where(type => MayExport(caller, type)).Order(StringComparer.Ordinal)];
    }

    private static string NameOf(Caller caller) => caller.AppId is { } app ? $"{app}|{caller.UserId}" : caller.UserId;
}
