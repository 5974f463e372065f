using System.Text.Json.Nodes;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Interfaces.Records.Search;
using Portal.WebFront.Records.Summary;

namespace Portal.WebFront.Records.Ccd;

/// <summary>
/// Keeps each patient's document. It is made when somebody asks for it, and made anew when the record has changed since:
/// the kept one is compared with what the record gives today under the same number and time. The portal does this for
/// itself, so that a document is whole whoever asks; whether it may be seen is decided before.
/// </summary>
public sealed class CcdKeeper(IGrainFactory grains, TimeProvider time)
{
    /// <summary>Each failure means that another edition was stored meanwhile.</summary>
    private const int Tries = 10;

    /// <summary>The current edition; none when the patient has no record.</summary>
    public async Task<KeptCcd?> Current(string practice, string patientId)
    {
        using var system = CallerScope.Use(Caller.System(practice));
        var record = grains.GetGrain<IRecordGrain>(GrainKey.For(practice, patientId));
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (await record.Fetch("Patient", patientId) is null or { Deleted: true })
                return null;
            var stored = await record.Fetch("Binary", KeptSummary.IdOf(patientId));
            var snapshot = await RecordSnapshot.Take(grains, practice, patientId)
                ?? throw new InvalidOperationException("The portal itself may see every practice.");
            var current = await Keep(record, await Of(practice, snapshot), KeptCcd.Read(practice, patientId, stored), stored, practice);
            if (current is not null)
                return current;
        }

        throw new InvalidOperationException("The document was stored by others again and again.");
    }

    /// <summary>With what only the practice knows: who answers for its summaries.</summary>
    private async Task<RecordSnapshot> Of(string practice, RecordSnapshot snapshot)
    {
        var view = await grains.GetGrain<IPracticeGrain>(GrainKey.For(practice, IPracticeGrain.Id)).View();
        return view is null ? snapshot : snapshot with { Signer = await Signer(practice, view) };
    }

    private async Task<JsonObject?> Signer(string practice, PracticeView view)
    {
        if (view.Providers.FirstOrDefault(one => one.Id == view.Policies.SummarySigner) is not { OutOfUse: false } provider)
            return null;
        return await grains.GetGrain<IRecordGrain>(GrainKey.For(practice, RecordId.PracticeWide)).Fetch("Practitioner", provider.Id) is { Deleted: false } known
            ? JsonNode.Parse(known.Json)!.AsObject()
            : new()
            {
                ["resourceType"] = "Practitioner", ["id"] = provider.Id, ["name"] = new JsonArray(new JsonObject { ["text"] = provider.Name }),
            };
    }

    /// <summary>On a later day of the practice's: its beginning, so that one day makes one new edition at most by itself.</summary>
    private DateTimeOffset AsOf(DateTimeOffset made, TimeZoneInfo zone)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone).DateTime);
        return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(made, zone).DateTime) == today
            ? made
            : new(TimeZoneInfo.ConvertTimeToUtc(today.ToDateTime(TimeOnly.MinValue), zone));
    }

    /// <summary>The practice may have moved since, or its clock was not asked.</summary>
    private static bool IsOnTheClockOf(TimeZoneInfo zone, KeptCcd kept) => zone.GetUtcOffset(kept.Edition.At) == kept.Edition.At.Offset;

    private async Task<KeptCcd?> Keep(IRecordGrain record, RecordSnapshot snapshot, KeptCcd? kept, ServedResource? stored, string practice)
    {
        // One that was deleted counts on, but is written over like one that never was.
        var version = stored?.Version ?? 0;
        var seen = stored is { Deleted: false } ? version : 0;
        var now = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds()), snapshot.Zone);
        // What depends on the day (a visit that lies ahead, a parent of a child) is looked at anew on each.
        if (kept is null || !IsOnTheClockOf(snapshot.Zone, kept)
            || !CcdDocument.Of(snapshot, kept.Edition with { AsOf = AsOf(kept.Edition.At, snapshot.Zone) }).AsSpan().SequenceEqual(kept.Xml))
        {
            var edition = new CcdEdition(practice, snapshot.PatientId, version + 1, now);
            kept = new(edition, CcdDocument.Of(snapshot, edition));
            if (await record.StoreOver(kept.Binary(), seen) is null)
                return null;
        }

        if (!kept.IsReferredTo(await record.Fetch("DocumentReference", kept.Id)))
            await record.Store([kept.Reference()]);
        return kept;
    }
}
