using System.Collections.Immutable;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Records.Subscriptions;

namespace Portal.Grains.Records.Subscriptions;

/// <summary>What goes with the notices of a rest-hook, each as <c>Name: value</c>. The values are secret.</summary>
public static class HeaderRules
{
    /// <summary>A value that is not given out and comes back as it was served means the one that there is.</summary>
    public static ImmutableArray<string> Kept(ImmutableArray<string> asked, ImmutableArray<string> known) =>
        [.. asked.Select(header => IsKept(header) ? known.FirstOrDefault(one => NameOf(one) == NameOf(header)) : header).OfType<string>()];

    /// <summary>Whether something is to be kept that there is not, or that would be told to another server than it was meant for.</summary>
    public static Problem? Refuse(SubscriptionDraft? before, SubscriptionDraft draft)
    {
        for (var index = 0; index < draft.Headers.Length; index++)
        {
            var header = draft.Headers[index];
            if (IsKept(header) && (before is null || !IsSameServer(before.Endpoint, draft.Endpoint) || before.Headers.All(one => NameOf(one) != NameOf(header))))
            {
                return new(
                    "subscription.header_unknown",
                    $"{SubscriptionDraft.Kept} stands for the value that this header has at this server. There is none: send the value.",
                    $"Subscription.channel.header[{index}]");
            }
        }

        return null;
    }

    /// <summary>The headers as they are stored. What is to be kept is under seal already, perhaps one that nobody can open.</summary>
    public static ImmutableArray<string> Sealed(ImmutableArray<string> asked, Func<string, string> seal) =>
        [.. asked.Select(header => IsKept(header) ? header : With(header, seal))];

    /// <summary>The headers with other values.</summary>
    public static ImmutableArray<string> With(ImmutableArray<string> headers, Func<string, string> value) =>
        [.. headers.Select(header => With(header, value))];

    private static string With(string header, Func<string, string> value) =>
        header.Split(':', 2) is [var name, var known] ? $"{name}: {value(known.Trim())}" : header;

    private static bool IsKept(string header) => header.Split(':', 2) is [_, var value] && value.Trim() == SubscriptionDraft.Kept;

    private static string NameOf(string header) => header.Split(':')[0].ToUpperInvariant();

    private static bool IsSameServer(string before, string now) =>
        Uri.TryCreate(before, UriKind.Absolute, out var one) && Uri.TryCreate(now, UriKind.Absolute, out var other)
        && Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
