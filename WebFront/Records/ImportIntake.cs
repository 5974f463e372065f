using System.Collections.Immutable;
using System.Text.Json;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Scheduling;
using Portal.WebFront.Records.Mapping;

namespace Portal.WebFront.Records;

/// <summary>Takes an input in: reads it, maps it, leaves it with the import in durable chunks and starts the work.</summary>
public sealed class ImportIntake(IGrainFactory grains, TimeProvider time, ILogger<ImportIntake> log)
{
    private static readonly ImmutableHashSet<string> _bundleTypes =
        ["batch", "collection", "document", "message", "searchset", "transaction"];

    /// <summary>What must be understood before what; the rest comes between Patient and Appointment.</summary>
    private static readonly ImmutableArray<string> _first =
        ["Organization", "Location", "HealthcareService", "Practitioner", "PractitionerRole", "Patient"];

    private static readonly ImmutableArray<string> _last =
        ["RelatedPerson", "Account", "Binary", "Appointment", "Communication", "Provenance"];

    /// <summary>What an empty Bundle may consist of.</summary>
    private static readonly string[] _withoutEntries =
        ["resourceType", "id", "meta", "implicitRules", "language", "identifier", "type", "timestamp", "total", "link", "signature"];

    private static readonly JsonDocumentOptions _json = new() { MaxDepth = InputReader.Depth };

    /// <summary>Reads a Bundle.</summary>
    public async Task<Result<Intake>> TakeBundle(IntakeFrom from, Stream body, CancellationToken cancellation)
    {
        var read = await ReadBundle(body, cancellation);
        if (!read.Succeeded)
            return read.Problems;
        using var bundle = read.Value;
        return await TakeBundle(from, bundle, cancellation);
    }

    /// <summary>Reads the text of a Bundle, which the caller disposes of.</summary>
    public static async Task<Result<JsonDocument>> ReadBundle(Stream body, CancellationToken cancellation)
    {
        try
        {
            var bundle = await JsonDocument.ParseAsync(body, _json, cancellation);
            if (bundle.RootElement.ValueKind is not JsonValueKind.Object || FaultOf(bundle.RootElement) is not { } fault)
                return bundle;
            bundle.Dispose();
            return fault;
        }
        catch (JsonException fault)
        {
            return new Problem("import.bad_json", $"This is not valid JSON (line {fault.LineNumber + 1}, byte {fault.BytePositionInLine}).");
        }
    }

    /// <summary>What is wrong with the Bundle itself: of one whose entries are not found the sender would believe that they are stored.</summary>
    private static Problem? FaultOf(JsonElement bundle)
    {
        if (!InputReader.IsReadable(bundle))
            return new("import.bad_json", "This is not valid JSON: besides its resources the Bundle holds a character that cannot be stored.");
        if (bundle.EnumerateObject().CountBy(element => element.Name).FirstOrDefault(named => named.Value > 1).Key is { } twice)
            return new("import.bad_json", $"This is not valid JSON: the Bundle names {twice} twice.", $"Bundle.{twice}");
        if (InputReader.Text(bundle, "resourceType") is not "Bundle")
            return null;
        if (bundle.TryGetProperty("entry", out var entries))
            return entries.ValueKind is JsonValueKind.Array ? null : new("import.entries", "The entries of a Bundle are a list, also when there is only one.", "Bundle.entry");
        return bundle.EnumerateObject().FirstOrDefault(element => !_withoutEntries.Contains(element.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } unknown
            ? new("import.entries", $"The Bundle has no entry, but an element that Bundles do not have: {unknown.Name}.", "Bundle.entry")
            : null;
    }

    public async Task<Result<Intake>> TakeBundle(IntakeFrom from, JsonDocument bundle, CancellationToken cancellation)
    {
        var type = InputReader.Text(bundle.RootElement, "type") ?? "";
        if (InputReader.Text(bundle.RootElement, "resourceType") is not "Bundle")
            return new Problem("import.not_a_bundle", "A FHIR Bundle is expected. Put the resources into the entries of a Bundle.", "resourceType");
        if (!_bundleTypes.Contains(type))
            return new Problem("import.bundle_type", "This type of Bundle is not taken. Use transaction, batch, collection, document, message or searchset.", "Bundle.type");
        return await Leave(from, type, BundleEntries(bundle.RootElement, type), cancellation);
    }

    /// <summary>Reads one resource per line. Clinical resources are passed on while the rest is still arriving.</summary>
    public async Task<Result<Intake>> TakeLines(IntakeFrom from, Stream body, CancellationToken cancellation)
    {
        return await Leave(from, "ndjson", Lines(body, cancellation), cancellation);
    }

    private static async IAsyncEnumerable<InputEntry> BundleEntries(JsonElement bundle, string type)
    {
        var order = 0;
        if (!bundle.TryGetProperty("entry", out var entries) || entries.ValueKind is not JsonValueKind.Array)
            yield break;
        foreach (var entry in entries.EnumerateArray())
            yield return InputReader.OfBundle(order++, entry, type is "transaction" or "batch");
        await Task.CompletedTask;
    }

    private static async IAsyncEnumerable<InputEntry> Lines(
        Stream body, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var order = 0;
        await foreach (var line in LineReader.Read(body, cancellation))
        {
            if (line is null || !string.IsNullOrWhiteSpace(line))
                yield return InputReader.OfLine(order, line);
            order++;
        }
    }

    private async Task<Result<Intake>> Leave(
        IntakeFrom from, string type, IAsyncEnumerable<InputEntry> entries, CancellationToken cancellation)
    {
        var practice = await grains.GetGrain<IPracticeGrain>(GrainKey.For(from.Practice, IPracticeGrain.Id)).View();
        var import = grains.GetGrain<IImportGrain>(GrainKey.For(from.Practice, from.ImportId));
        var kind = type is "transaction" ? ImportKind.Transaction : ImportKind.Entries;
        try
        {
            var opened = await import.Open(new(kind, from.Source, from.FileName));
            if (!opened.Succeeded)
                return opened.Problems;
            await using var signs = new SignsOfReading(import, time, log);
            var context = new ImportContext(from.Practice, from.FhirBase, practice, time.GetUtcNow());
            var chunks = new ChunkWriter(import);
            // What a Bundle's entries mean may hang on any other of them; a line's is held back when it does.
            await Pass(context, chunks, entries, holdAll: type is not "ndjson", kind, cancellation);
            await chunks.Finish();
        }
        catch
        {
            await import.Drop();
            throw;
        }

        var started = await import.Start();
        return started.Succeeded ? new Intake(from.ImportId, type) : started.Problems;
    }

    private async Task Pass(
        ImportContext context, ChunkWriter chunks, IAsyncEnumerable<InputEntry> entries, bool holdAll, ImportKind kind, CancellationToken cancellation)
    {
        var mapper = new EntryMapper(context);
        var held = new List<InputEntry>();
        await foreach (var entry in entries.WithCancellation(cancellation))
        {
            var noted = Note(entry, context);
            if (holdAll || EntryMapper.NeedOthers.Contains(entry.Type) || Relatives.IsAnother(noted))
                held.Add(noted);
            else
                await chunks.Add(mapper.Map(noted, []));
        }

        var unresolved = kind is ImportKind.Transaction
            ? await new ReferenceCheck(grains, context).Find(held)
            : ImmutableDictionary<int, ImmutableArray<ImportProblem>>.Empty;
        await new StoredOrganizations(grains, context).Find(held);
        await new Relatives(grains, context).Find(held);
        await new StandingRoles(grains, context).Find(held);
        foreach (var entry in held.OrderBy(Rank).ThenBy(IsOutOfUse).ThenBy(TakesTime).ThenBy(When).ThenBy(entry => entry.Order))
            await chunks.Add(mapper.Map(entry, unresolved.GetValueOrDefault(entry.Order, [])));
    }

    private static InputEntry Note(InputEntry entry, ImportContext context)
    {
        if (!entry.Problems.IsEmpty)
        {
            context.References.AddRefused(entry);
            return entry;
        }

        if (!context.References.Add(entry))
        {
            return entry with
            {
                Problems = [new(entry.Place, "import.twice", "The input holds this resource twice.", "Keep one of the two, or give them different ids.")],
            };
        }

        context.Note(entry);
        // Of most resources only the text is needed from here on.
        return EntryMapper.NeedOthers.Contains(entry.Type) || entry.Type is "Patient" or "Practitioner" ? entry : entry with { Resource = null };
    }

    private static int Rank(InputEntry entry)
    {
        if (entry.Type is "Location")
            return entry.Json.TryGetProperty("partOf", out _) ? 2 : 1;
        var first = _first.IndexOf(entry.Type);
        return first >= 0 ? first * 10 : 1000 + (_last.IndexOf(entry.Type) * 10);
    }

    /// <summary>A practice is never without a location or a shared inbox in use: of those that change places the new one comes first.</summary>
    private static bool IsOutOfUse(InputEntry entry) => entry.Type switch
    {
        "Location" => InputReader.Text(entry.Json, "status") is "inactive" or "suspended",
        "HealthcareService" => entry.Json.TryGetProperty("active", out var active) && active.ValueKind is JsonValueKind.False,
        _ => false,
    };

    /// <summary>A visit that gives its time back makes room for another one.</summary>
    private static bool TakesTime(InputEntry entry) =>
        entry.Type is "Appointment"
        && AppointmentCodes.TryRead(InputReader.Text(entry.Json, "status") ?? "", out var standing)
        && standing.Status is AppointmentStatus.Scheduled;

    /// <summary>Messages join their conversation in the order in which they were sent.</summary>
    private static DateTimeOffset? When(InputEntry entry) =>
        entry.Type is "Communication" ? MessageMapping.SentAt(InputReader.Text(entry.Json, "sent")) : null;
}

/// <summary>Who brings an input, and for which import.</summary>
/// <param name="Practice">The practice's slug.</param>
/// <param name="ImportId">New for each input.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="FhirBase">The practice's FHIR address: references by it are local.</param>
/// <param name="FileName">The name of the file, if it came as one.</param>
public sealed record IntakeFrom(string Practice, string ImportId, ImportSource Source, string FhirBase, string FileName = "");

/// <summary>An input that was taken in.</summary>
/// <param name="ImportId">The import that works on it.</param>
/// <param name="Type">The Bundle's type, or <c>ndjson</c>.</param>
public sealed record Intake(string ImportId, string Type);
