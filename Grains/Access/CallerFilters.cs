using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Runtime;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Access;

/// <summary>
/// Stamps every outgoing call with the sealed caller of the code that makes it. A call made on nobody's behalf goes out
/// without a seal, also when the context still holds the one of an earlier call.
/// </summary>
public sealed class OutgoingCallerFilter(CallerSeal seal) : IOutgoingGrainCallFilter
{
    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (CallerScope.Current is { } caller)
            RequestContext.Set(CallerSeal.ContextKey, seal.Close(caller));
        else
            RequestContext.Remove(CallerSeal.ContextKey);
        return context.Invoke();
    }
}

/// <summary>
/// Lets a call in only with a valid seal, for a grain of the caller's own practice, and with a role that the method
/// names. Inside the grain <see cref="CallerScope"/> then holds the verified caller. Deny by default.
/// </summary>
public sealed class IncomingCallerFilter(CallerSeal seal) : IIncomingGrainCallFilter
{
    private static readonly Assembly _contracts = typeof(GrainKey).Assembly;
    private static readonly ConcurrentDictionary<MethodInfo, Audience> _audiences = new();

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.InterfaceMethod?.DeclaringType?.Assembly != _contracts || context.Grain is not IGrainBase)
        {
            // The runtime's own calls (reminders, observers, membership) are not made on anyone's behalf.
            await context.Invoke();
            return;
        }

        var caller = Admit(context);
        using var scope = CallerScope.Use(caller);
        await context.Invoke();
    }

    private Caller Admit(IIncomingGrainCallContext context)
    {
        var caller = seal.Open(RequestContext.Get(CallerSeal.ContextKey) as string)
            ?? throw new AccessRefusedException("The call carries no valid caller.");
        var key = context.TargetId.Key.ToString();
        if (!GrainKey.TryParse(key, out var target) || target.Practice != caller.Practice)
            throw new AccessRefusedException("The call is for another practice.");
        if (!caller.Is(AudienceOf(context.InterfaceMethod)))
            throw new AccessRefusedException($"{context.InterfaceName}.{context.MethodName} is not for this role.");
        return caller;
    }

    private static Audience AudienceOf(MethodInfo method) =>
        _audiences.GetOrAdd(method, m => m.GetCustomAttribute<AllowedForAttribute>()?.Audience ?? Audience.None);
}
