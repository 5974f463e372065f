using Microsoft.EntityFrameworkCore;

namespace Portal.WebFront.Apps.Storage;

/// <summary>
/// The tables of OpenIddict's stores and two of our own. They are made by the portal's migrations; a test compares what
/// stands here with them.
/// </summary>
public sealed class TokenContext(DbContextOptions<TokenContext> options) : DbContext(options)
{
    private const string Schema = "smart";

    private static readonly Dictionary<string, string> _tables = new(StringComparer.Ordinal)
    {
        ["OpenIddictApplications"] = "client",
        ["OpenIddictAuthorizations"] = "client_authorization",
        ["OpenIddictScopes"] = "client_scope",
        ["OpenIddictTokens"] = "client_token",
    };

    public DbSet<SigningKey> SigningKeys => Set<SigningKey>();

    public DbSet<UsedOnce> UsedOnce => Set<UsedOnce>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        if (Database.IsNpgsql())
            modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.UseOpenIddict();
        modelBuilder.Entity<SigningKey>().ToTable("signing_key").HasKey(key => key.Name);
        modelBuilder.Entity<UsedOnce>().ToTable("used_once").HasKey(used => used.Id);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            entity.SetTableName(_tables.GetValueOrDefault(entity.GetTableName()!) ?? entity.GetTableName());
            foreach (var property in entity.GetProperties())
                property.SetColumnName(Snake(property.Name));
        }
    }

    private static string Snake(string name) =>
        string.Concat(name.Select((letter, place) => char.IsUpper(letter) ? (place > 0 ? "_" : "") + char.ToLowerInvariant(letter) : letter.ToString()));
}

/// <summary>The keys that sign and seal tokens, themselves sealed.</summary>
public sealed class SigningKey
{
    public required string Name { get; init; }

    public required string Content { get; set; }
}

/// <summary>What was used and may not be used again: the id of an assertion, a launch.</summary>
public sealed class UsedOnce
{
    public required string Id { get; init; }

    /// <summary>From then on it would not be accepted anyway.</summary>
    public required DateTime Until { get; init; }
}
