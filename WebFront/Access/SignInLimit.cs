using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Portal.WebFront.Access;

/// <summary>How many attempts to sign in one network address may make, before any of them costs a hash.</summary>
public static class SignInLimit
{
    public const string Policy = "sign-in";

    public static RateLimitPartition<string> Of(HttpContext context) => HttpMethods.IsPost(context.Request.Method)
        ? NetworkLimit.Of(context, context.RequestServices.GetRequiredService<IOptions<AccessSettings>>().Value.SignInsPerMinute)
        : RateLimitPartition.GetNoLimiter("reading");
}
