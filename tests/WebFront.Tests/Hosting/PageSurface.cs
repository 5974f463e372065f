using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;

namespace Portal.WebFront.Tests.Hosting;

/// <summary>Everything of a page that a sender can fill in.</summary>
/// <param name="Template">Its address.</param>
/// <param name="Names">The names that it binds, of the address, the query or a form.</param>
/// <param name="Handlers">What its forms can post to; "" is the page itself.</param>
public sealed record PageSurface(string Template, IReadOnlyList<string> Names, IReadOnlyList<string> Handlers)
{
    public bool HasRouteValues => Template.Contains("/{", StringComparison.Ordinal);

    /// <summary>Every page that the portal serves.</summary>
    public static async Task<IReadOnlyList<PageSurface>> Of(IServiceProvider services)
    {
        var loader = services.GetRequiredService<PageLoader>();
        var found = new Dictionary<string, PageSurface>(StringComparer.Ordinal);
        foreach (var endpoint in services.GetRequiredService<EndpointDataSource>().Endpoints)
        {
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not { AttributeRouteInfo.Template: { } template } page)
                continue;
            var compiled = await loader.LoadAsync(page, EndpointMetadataCollection.Empty);
            var bound = compiled.BoundProperties.Concat(compiled.HandlerMethods.SelectMany(handler => handler.Parameters));
            found[template] = new(
                template,
                [.. bound.SelectMany(one => NamesOf(one.BindingInfo?.BinderModelName ?? one.Name, one.ParameterType)).Distinct(StringComparer.Ordinal)],
                [.. compiled.HandlerMethods.Where(handler => handler.HttpMethod == "Post").Select(handler => handler.Name ?? "")]);
        }

        return [.. found.Values.OrderBy(page => page.Template, StringComparer.Ordinal)];
    }

    public bool IsAt(string path) => new TemplateMatcher(TemplateParser.Parse(Template), []).TryMatch(path, []);

    /// <summary>The page's address with one value for everything in it.</summary>
    public string With(string value, string practice = "demo") =>
        "/" + string.Join('/', Template.Split('/').Select(part => part switch
        {
            "{practice}" => Uri.EscapeDataString(practice),
            ['{', ..] => Uri.EscapeDataString(value),
            _ => part,
        }));

    private static IEnumerable<string> NamesOf(string name, Type type)
    {
        if (type.Assembly != typeof(WebFront.PortalPage).Assembly || type.IsEnum)
            return [name];
        return type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .SelectMany(property => NamesOf($"{name}.{property.Name}", property.PropertyType))
            .Append(name);
    }
}
