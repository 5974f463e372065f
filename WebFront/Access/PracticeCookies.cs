using Microsoft.AspNetCore.Authentication.Cookies;

namespace Portal.WebFront.Access;

/// <summary>Keeps the cookies of one practice from being sent to another: their path is the practice's.</summary>
public sealed class PracticeCookies : ICookieManager
{
    private readonly ChunkingCookieManager _cookies = new();

    public string? GetRequestCookie(HttpContext context, string key) =>
        context.PracticeOfAddress() is null ? null : _cookies.GetRequestCookie(context, key);

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        _cookies.AppendResponseCookie(context, key, value, Scoped(context, options));

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) =>
        _cookies.DeleteCookie(context, key, Scoped(context, options));

    private static CookieOptions Scoped(HttpContext context, CookieOptions options)
    {
        options.Path = $"{context.Request.PathBase}/{context.PracticeOfAddress()}";
        return options;
    }
}
