using Portal.Grains.Interfaces;

namespace Portal.WebFront.Access;

/// <summary>Which practice an address is about.</summary>
public static class PracticeAddress
{
    private const string Remembered = "portal.practice-of-address";

    /// <summary>The first part of the path, when it can be a practice. An error page shown instead changes nothing.</summary>
    public static string? PracticeOfAddress(this HttpContext context)
    {
        if (context.Items.TryGetValue(Remembered, out var known))
            return known as string;
        var first = context.Request.Path.Value?.Split('/', 3).ElementAtOrDefault(1) ?? "";
        var practice = GrainKey.IsSlug(first) ? first : null;
        context.Items[Remembered] = practice;
        return practice;
    }
}
