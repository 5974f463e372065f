using Microsoft.Extensions.Configuration;
using Portal.WebFront.Hosting;

namespace Portal.WebFront.Tests.Hosting;

public sealed class AddressTests
{
    [Theory]
    [InlineData("urls", "http://localhost:6100")]
    [InlineData("http_ports", "8080")]
    [InlineData("Kestrel:Endpoints:Https:Url", "https://*:8443")]
    public void Whoever_says_where_to_listen_is_heard(string name, string value) =>
        Assert.True(WebFrontProcess.SaysWhere(new ConfigurationBuilder().AddInMemoryCollection([new(name, value)]).Build()));

    [Fact]
    public void Without_a_word_it_is_the_address_of_the_readme() =>
        Assert.False(WebFrontProcess.SaysWhere(new ConfigurationBuilder().AddInMemoryCollection([new("Logging:LogLevel:Default", "Warning")]).Build()));

    /// <summary>`dotnet run` would put the profile's address over that of the environment.</summary>
    [Fact]
    public void The_launch_profile_has_no_address() =>
        Assert.DoesNotContain("applicationUrl", File.ReadAllText(Path.Combine(Repository.Root, "WebFront", "Properties", "launchSettings.json")), StringComparison.Ordinal);
}
