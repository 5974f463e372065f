using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using Portal.WebFront.Demo;

namespace Portal.Tests.Shared;

/// <summary>A portal whose demo practice is prepared for as long as the test wants, and is then a practice without people.</summary>
public sealed class HeldDemoPortal : EmbeddedPortal
{
    private readonly HeldSeeder _seeder = new();

    protected override Dictionary<string, string?> Settings => new() { ["Portal:Demo"] = "true" };

    /// <summary>Lets it become ready.</summary>
    public void LetGo() => _seeder.LetGo();

    protected override void Configure(WebApplicationBuilder builder) => builder.Services.AddSingleton<IDemoSeeder>(provider =>
    {
        _seeder.Grains = provider.GetRequiredService<IGrainFactory>();
        return _seeder;
    });

    private sealed class HeldSeeder : IDemoSeeder
    {
        private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IGrainFactory? Grains { get; set; }

        public void LetGo() => _held.TrySetResult();

        public Task<bool> IsThere() => Task.FromResult(false);

        public async Task SeedIfEmpty(CancellationToken cancellation)
        {
            await _held.Task.WaitAsync(cancellation);
            using var system = CallerScope.Use(Caller.System("demo"));
            var saved = await Grains!.GetGrain<IPracticeGrain>(GrainKey.For("demo", IPracticeGrain.Id))
                .SaveProfile(new("profile", new() { Slug = "demo", Name = "Held Dental" }));
            Assert.Empty(saved.Problems);
        }
    }
}
