using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using Portal.WebFront.Hosting;

namespace Portal.Bench.Pages;

/// <summary>Adds two pages without content to the portal: one in its frame, one without it. Both need a signed-in person.</summary>
public static class EmptyPages
{
    public static void AddEmptyPages(this IServiceCollection services)
    {
        services.AddMvcCore().AddApplicationPart(typeof(EmptyPages).Assembly);
        services.PostConfigure<RazorPagesOptions>(options => options.Conventions.AddPageApplicationModelConvention("/Bare", model =>
        {
            foreach (var filter in model.Filters.OfType<ServiceFilterAttribute>().Where(filter => filter.ServiceType == typeof(FrameFilter)).ToArray())
                model.Filters.Remove(filter);
        }));
    }
}
