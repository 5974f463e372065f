using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Apps;
using Portal.WebFront.Access;

namespace Portal.WebFront.Apps;

/// <summary>Scripts of pages may ask for tokens from where a registered app of the practice lives, and from nowhere else.</summary>
public sealed class AppOrigins(IOptions<CorsOptions> options, IGrainFactory grains) : ICorsPolicyProvider
{
    public const string Policy = "registered apps";

    private readonly DefaultCorsPolicyProvider _others = new(options);

    public async Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName)
    {
        if (policyName != Policy)
            return await _others.GetPolicyAsync(context, policyName);
        var origins = context.Request.Headers.Origin.Count > 0 && context.PracticeOfAddress() is { } practice ? await Of(practice) : [];
        return new CorsPolicyBuilder([.. origins])
            .WithMethods("GET", "POST")
            .WithHeaders("authorization", "content-type", "accept")
            .WithExposedHeaders("Retry-After")
            .SetPreflightMaxAge(TimeSpan.FromMinutes(10))
            .Build();
    }

    private async Task<IEnumerable<string>> Of(string practice)
    {
        using var system = CallerScope.Use(Caller.System(practice));
        return await grains.GetGrain<IAppDirectoryGrain>(GrainKey.For(practice, IAppDirectoryGrain.Id)).Origins();
    }
}
