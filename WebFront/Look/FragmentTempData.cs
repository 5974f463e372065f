using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Portal.WebFront.Look;

/// <summary>
/// Leaves what one page says to the next, such as "Your message was sent.", to a page that a person opens: a refresh of
/// part of a page, which may come between the two, neither reads it nor uses it up.
/// </summary>
internal sealed class FragmentTempData(CookieTempDataProvider cookie) : ITempDataProvider
{
    public IDictionary<string, object> LoadTempData(HttpContext context) =>
        context.Request.IsFragment() ? new Dictionary<string, object>(StringComparer.Ordinal) : cookie.LoadTempData(context);

    public void SaveTempData(HttpContext context, IDictionary<string, object> values)
    {
        if (!context.Request.IsFragment())
            cookie.SaveTempData(context, values);
    }
}
