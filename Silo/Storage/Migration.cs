using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Portal.Silo.Storage;

/// <summary>One numbered step of the schema. Its hash does not depend on how a checkout ends its lines.</summary>
public sealed partial record Migration(int Number, string Name, string Text)
{
    public string Hash =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text.ReplaceLineEndings("\n"))));

    /// <summary>Every <c>NNNN_name.sql</c> that is embedded for the database, in order; gaps are allowed.</summary>
    public static IReadOnlyList<Migration> Embedded(DatabaseKind kind) => InFolder(kind.ToString());

    /// <summary>Those of the SQLite file beside the portal's own that holds the tokens of apps.</summary>
    public static IReadOnlyList<Migration> OfTokens() => InFolder("SqliteTokens");

    private static Migration[] InFolder(string name)
    {
        var assembly = typeof(Migration).Assembly;
        var folder = $"{typeof(Migration).Namespace}.Migrations.{name}.";
        var migrations = assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(folder, StringComparison.Ordinal))
            .Select(resource => Read(assembly, resource, resource[folder.Length..]))
            .OrderBy(migration => migration.Number)
            .ToArray();

        foreach (var (one, next) in migrations.Zip(migrations.Skip(1)))
            if (one.Number == next.Number)
                throw new InvalidOperationException($"Two migrations have the number {one.Number}: {one} and {next}.");
        return migrations;
    }

    public override string ToString() => $"{Number:0000}_{Name}";

    private static Migration Read(Assembly assembly, string resource, string file)
    {
        var match = FileName().Match(file);
        if (!match.Success)
            throw new InvalidOperationException($"{resource} is not named NNNN_name.sql.");

        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        var number = int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
        return new Migration(number, match.Groups["name"].Value, reader.ReadToEnd());
    }

    [GeneratedRegex(@"^(?<number>\d{4})_(?<name>[a-z0-9_]+)\.sql$")]
    private static partial Regex FileName();
}
