using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Portal.Grains.Interfaces.Practices;
using Portal.WebFront.Apps;

namespace Portal.WebFront.Tests.Smart;

public sealed class BrandsMemoryTests
{
    private readonly FakeTimeProvider _time = new();
    private ImmutableArray<PracticeCard> _practices = [new() { Slug = "birch", Name = "Birch Dental" }];
    private int _listed;

    [Fact]
    public async Task Whatever_hosts_strangers_name_the_practices_are_listed_once_a_minute()
    {
        var memory = new BrandsMemory(_time);

        foreach (var host in new[] { "portal.example", "evil.example", "portal.example", "other.example" })
            Assert.Contains($"{host}/birch", await Asked(memory, host), StringComparison.Ordinal);

        Assert.Equal(1, _listed);
        _time.Advance(BrandsMemory.Fresh);
        await Asked(memory, "portal.example");
        Assert.Equal(2, _listed);
    }

    [Fact]
    public async Task It_is_another_bundle_only_when_a_practice_has_changed()
    {
        var memory = new BrandsMemory(_time);
        var first = await memory.Of(List, card => Entries("portal.example", card));
        _time.Advance(BrandsMemory.Fresh);
        var same = await memory.Of(List, card => Entries("portal.example", card));
        _practices = [_practices[0] with { Slug = "aspen" }];
        _time.Advance(BrandsMemory.Fresh);
        var other = await memory.Of(List, card => Entries("portal.example", card));

        Assert.Equal((first.Digest, first.At), (same.Digest, same.At));
        Assert.NotEqual(first.Digest, other.Digest);
        Assert.Equal(_time.GetUtcNow(), other.At);
    }

    private static IEnumerable<JsonNode> Entries(string host, PracticeCard practice) => [new JsonObject { ["fullUrl"] = $"{host}/{practice.Slug}" }];

    private async Task<string> Asked(BrandsMemory memory, string host) => Encoding.UTF8.GetString((await memory.Of(List, card => Entries(host, card))).Content);

    private Task<ImmutableArray<PracticeCard>> List()
    {
        _listed++;
        return Task.FromResult(_practices);
    }
}
