using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.DependencyInjection;
using Portal.Grains.Interfaces.Access;

namespace Portal.WebFront.Tests.Hosting;

/// <summary>A portal whose pages fail as their address asks for.</summary>
public sealed class FaultyPortal : EmbeddedPortal
{
    protected override void Configure(WebApplicationBuilder builder) =>
        builder.Services.Configure<MvcOptions>(options => options.Filters.Add<Fault>());

    private sealed class Fault : IResourceFilter
    {
        public void OnResourceExecuting(ResourceExecutingContext context)
        {
            var http = context.HttpContext;
            if (http.Features.Get<IExceptionHandlerFeature>() is not null)
                return;
            switch (http.Request.Query["fault"])
            {
                case "bug":
                    throw new InvalidOperationException("The inside of the portal.");
                case "slow":
                    throw new TimeoutException("The inside of the portal.");
                case "refused":
                    throw new AccessRefusedException("The inside of the portal.");
                case "large":
                    throw new BadHttpRequestException("The inside of the portal.", StatusCodes.Status413PayloadTooLarge);
            }
        }

        public void OnResourceExecuted(ResourceExecutedContext context)
        {
        }
    }
}
