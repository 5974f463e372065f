using Microsoft.AspNetCore.Authorization;
using Portal.Grains.Interfaces.Access;

namespace Portal.WebFront.Access;

/// <summary>Signed in at the practice of the address, with one of the roles.</summary>
public sealed record PracticeRole(Audience Roles) : IAuthorizationRequirement
{
    /// <summary>The policy of everything under <c>/{practice}/staff</c>.</summary>
    public const string Staff = "staff";
}

/// <summary>Decides from the session alone; whose data it is, the grains decide.</summary>
public sealed class PracticeAuthorization(IHttpContextAccessor http) : AuthorizationHandler<PracticeRole>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, PracticeRole requirement)
    {
        if (CallerFromPrincipal.Of(context.User) is { } caller
            && caller.Practice == http.HttpContext?.PracticeOfAddress()
            && caller.Is(requirement.Roles))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
