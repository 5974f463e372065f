using System.Security.Cryptography;
using System.Text;
using Orleans.Runtime;

namespace Portal.Grains.Interfaces.Audit;

/// <summary>
/// The page of a person's browser that a call is made for, so that the audit trail counts one view of an opened page,
/// however often the page fetches its lists again. It goes along with the call and the calls that come of it.
/// </summary>
/// <param name="Digest">Of the page's address and what was searched for on it: no personal data.</param>
/// <param name="IsRefresh">Whether the browser says that it has the page open already.</param>
public readonly record struct OpenPage(string Digest, bool IsRefresh)
{
    private const string ContextKey = "portal.page";
    private const int DigestBytes = 16;

    /// <summary>The page of the current call; none when it is not made for one.</summary>
    public static OpenPage? Current => RequestContext.Get(ContextKey) is string { Length: > 1 } text ? new(text[1..], text[0] == 'r') : null;

    /// <summary>From here on calls are made for this page.</summary>
    /// <param name="address">Its address, and what was searched for on it.</param>
    /// <param name="isRefresh">Whether the browser says that it has the page open already.</param>
    public static void Is(string address, bool isRefresh)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address)).AsSpan(0, DigestBytes));
        RequestContext.Set(ContextKey, (isRefresh ? "r" : "v") + digest);
    }
}
