using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using Portal.Grains.Audit;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Audit;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;

namespace Portal.Silo.Audit;

/// <summary>
/// Puts one entry into the audit trail for every call of an [Audited] method, and for every refused call of any
/// method. It stands outside the caller filter, so that it sees what that one refuses.
/// </summary>
public sealed class AuditFilter(CallerSeal seal, IAuditLog log, TimeProvider time) : IIncomingGrainCallFilter
{
    private static readonly Assembly _contracts = typeof(GrainKey).Assembly;
    private static readonly ConcurrentDictionary<MethodInfo, AuditedAttribute?> _audited = new();
    private static readonly ConcurrentDictionary<Type, PropertyInfo?> _succeeded = new();

    private readonly SeenPages _seen = new(time);

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.InterfaceMethod?.DeclaringType?.Assembly != _contracts || context.Grain is not IGrainBase)
        {
            await context.Invoke();
            return;
        }

        var audited = _audited.GetOrAdd(context.InterfaceMethod, method => method.GetCustomAttribute<AuditedAttribute>());
        // The runtime's context is the caller's word until its seal is checked; it is gone after the call.
        var caller = seal.Open(RequestContext.Get(CallerSeal.ContextKey) as string);
        using var call = AuditedCall.Begin();
        try
        {
            await context.Invoke();
        }
        catch (AccessRefusedException)
        {
            await Record(context, caller, AuditAction.Refused, AuditOutcome.Refused);
            throw;
        }
        catch when (audited is not null && !(audited.ByOthers && caller?.Is(Audience.System) is true))
        {
            await Record(context, caller, audited.Action, AuditOutcome.Failed);
            throw;
        }

        if (audited is not null && !call.WasAboutNothing && !call.WasNoted && !(audited.ByOthers && caller?.Is(Audience.System) is true))
            await RecordAnswered(context, caller, audited, call);
    }

    private async ValueTask RecordAnswered(IIncomingGrainCallContext context, Caller? caller, AuditedAttribute audited, AuditedCall call)
    {
        var outcome = call.WasRefused ? AuditOutcome.Refused : OutcomeOf(context);
        if (!audited.OncePerPage || outcome is not AuditOutcome.Done || caller is null || OpenPage.Current is not { } page)
        {
            await Record(context, caller, audited.Action, outcome, call.Patients);
            return;
        }

        var view = $"{caller.Practice}|{caller.UserId}|{audited.Action}|{context.TargetId}|{string.Join(',', call.Patients)}|{page.Digest}";
        if (_seen.Knows(page, view))
            return;
        await Record(context, caller, audited.Action, outcome, call.Patients);
        _seen.Note(view);
    }

    /// <summary>Where the answer is about several patients, an entry for each.</summary>
    private async ValueTask Record(IIncomingGrainCallContext context, Caller? caller, string action, AuditOutcome outcome, ImmutableArray<string> patients)
    {
        if (patients.IsEmpty)
            await Record(context, caller, action, outcome);
        foreach (var patientId in patients)
            await log.Record(Entry(context, caller, action, outcome) with { PatientId = patientId });
    }

    private ValueTask Record(IIncomingGrainCallContext context, Caller? caller, string action, AuditOutcome outcome) =>
        log.Record(Entry(context, caller, action, outcome));

    private AuditRecord Entry(IIncomingGrainCallContext context, Caller? caller, string action, AuditOutcome outcome)
    {
        var isKey = GrainKey.TryParse(context.TargetId.Key.ToString(), out var key);
        var practice = isKey ? key.Practice : GrainKey.Platform;
        return new()
        {
            Practice = practice,
            At = time.GetUtcNow(),
            ActorId = ActorIn(practice, caller),
            Roles = caller?.Roles ?? Audience.None,
            Action = action,
            PatientId = PatientOf(context, key),
            Target = (isKey ? $"{context.TargetId.Type}/{key.Id}" : context.TargetId.Type.ToString()) + Apps(context, caller),
            Outcome = outcome,
        };
    }

    private static string Apps(IIncomingGrainCallContext context, Caller? caller) =>
        ((context.Grain as IAboutApp)?.AboutApp is { } about ? AuditEntry.OfApp + about : "")
        + (caller?.AppId is { } app ? AuditEntry.ByApp + app : "");

    private static string ActorIn(string practice, Caller? caller) =>
        caller is null || caller.Practice == practice ? caller?.UserId ?? "" : $"{caller.Practice}/{caller.UserId}";

    private static string? PatientOf(IIncomingGrainCallContext context, GrainKey key) => context.Grain switch
    {
        IAboutPatient about => about.AboutPatient,
        IPatientGrain => key.Id,
        IRecordGrain or IRecordWriterGrain when key.Id != GrainKey.Platform => key.Id,
        _ => null,
    };

    private static AuditOutcome OutcomeOf(IIncomingGrainCallContext context)
    {
        if (!context.InterfaceMethod.ReturnType.IsGenericType)
            return AuditOutcome.Done;
        if (context.Result is not { } result)
            return AuditOutcome.Nothing;
        if (result is WriteOutcome write)
            return write.Wrote ? AuditOutcome.Done : write.Result is WriteResult.Forbidden ? AuditOutcome.Refused : AuditOutcome.Declined;
        var succeeded = _succeeded.GetOrAdd(
            result.GetType(),
            type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Result<>)
                ? type.GetProperty(nameof(Result<Done>.Succeeded))
                : null);
        return succeeded is null || (bool)succeeded.GetValue(result)! ? AuditOutcome.Done : AuditOutcome.Declined;
    }
}
