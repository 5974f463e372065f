using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Live;
using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Live;
using Portal.WebFront.Look;
using Portal.WebFront.Patients;
using Portal.WebFront.Records.Ccd;
using Portal.WebFront.Records.Ccd.Received;
using Portal.WebFront.Records.Summary;

namespace Portal.WebFront.Pages.Staff.Patients;

/// <summary>A document of another office beside the record; each thing of it is taken over, known already or left out.</summary>
public sealed class ReceivedModel(IGrainFactory grains, ReceivedIntake intake, LiveTokens tokens, TimeProvider time, PageFrame frame)
    : RecordPage(grains, time, frame)
{
    private readonly IGrainFactory _grains = grains;
    private byte[] _xml = [];
    private ReceivedCcd _document = null!;
    private Reconciliation _beside = null!;
    private RecordSnapshot? _record;

    /// <summary>What is to be done with each thing, by its key. Without the name a form that chooses nothing would be read as choices.</summary>
    [BindProperty(Name = nameof(Choices))]
    public Dictionary<string, ReceivedChoice> Choices { get; set; } = [];

    /// <summary>What the person says who takes something over of a document with another name or birth date.</summary>
    [BindProperty]
    public bool MadeSure { get; set; }

    public ReceivedDocumentView View { get; private set; } = null!;

    public ReceivedCcd Document => _document;

    public CcdView Shown { get; private set; } = null!;

    public ImmutableArray<ReconciledItem> Items { get; private set; } = [];

    /// <summary>Whether the document is about somebody with another name or birth date: then somebody has to look twice.</summary>
    public bool IsPerhapsSomebodyElse { get; private set; }

    /// <summary>The same file, when it came an earlier time; none when it did not.</summary>
    public ReceivedRow? CameBefore { get; private set; }

    /// <summary>What the document says of a list of which nothing can be taken over.</summary>
    public string Saying(ReceivedKind kind) => Document.Sayings.GetValueOrDefault(kind) switch
    {
        null => "The document has no such list.",
        { Text.Length: > 0 } saying => $"The document says: “{saying.Text}”",
        _ => "Nothing.",
    };

    /// <summary>Whether it says that there is nothing of what the record has.</summary>
    public bool Contradicts(ReceivedKind kind) => Document.Sayings.GetValueOrDefault(kind) is { SaysNone: true } && Known(kind).Any();

    public string AboutWhom =>
        $"The document is about {(Document.PatientName.Length > 0 ? Document.PatientName : "somebody without a name")}, {BornOn(Document.BirthDay)}. The patient here is {Person.Name}, {Born}.";

    public string Born => BornOn(Person.BirthDate is { } born ? PatientWords.Of(born) : "");

    /// <summary>What the document brought into the record, and what of it is not there; both empty while it is written.</summary>
    public ImmutableArray<ReconciledItem> Taken => View.IsUnderway ? [] : [.. Items.Where(IsTaken)];

    public ImmutableArray<ReconciledItem> NotTaken => View.IsUnderway ? [] : [.. Items.Where(item => !IsTaken(item))];

    public string Topic => tokens.For(Practice, LiveTopic.Record(PatientId));

    public IEnumerable<string> Known(ReceivedKind kind) => _beside.Known(kind);

    /// <summary>None beforehand when the document may be about somebody else: what is not chosen is left out then.</summary>
    public ReceivedChoice? ChoiceOf(ReconciledItem item) =>
        Choices.TryGetValue(item.Item.Key, out var chosen) ? chosen
        : IsPerhapsSomebodyElse ? null
        : item.IsThere ? ReceivedChoice.AlreadyThere : ReceivedChoice.Add;

    public async Task<IActionResult> OnGetAsync(string document, CancellationToken cancellation) =>
        await Open(document, cancellation) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string document, CancellationToken cancellation)
    {
        if (!await Open(document, cancellation))
            return NotFound();
        Check();
        if (!ModelState.IsValid)
            return Page();

        var chosen = Items.Where(item => Choice(item) is ReceivedChoice.Add).Select(item => item.Item).ToList();
        var file = await intake.Pack(ReceivedDraftsOf.All(Practice, View, _document, _xml, chosen, Now), cancellation);
        var taken = await Grain<IReceivedDocumentGrain>(document).Take(new(
            RequestId, file, chosen.Count, Count(ReceivedChoice.AlreadyThere), Count(ReceivedChoice.LeaveOut), IsPerhapsSomebodyElse));
        if (!taken.Succeeded)
            await intake.Forget(file, cancellation);
        return Answer(document, taken);
    }

    /// <summary>The document is about somebody else.</summary>
    public async Task<IActionResult> OnPostRefuseAsync(string document, CancellationToken cancellation) =>
        await Open(document, cancellation) ? Answer(document, await Grain<IReceivedDocumentGrain>(document).Refuse(new(RequestId))) : NotFound();

    /// <summary>Undoes what was taken over.</summary>
    public async Task<IActionResult> OnPostWithdrawAsync(string document, CancellationToken cancellation)
    {
        if (!await Open(document, cancellation))
            return NotFound();
        if (await Withdrawn(document) is not { } drafts)
        {
            Show([View.IsUnderway
                ? new("received.underway", "The record is still being written. Try again in a moment.")
                : new("received.not_found", "What came from this document is not to be found in the record together. Correct its entries one by one.")]);
            return Page();
        }

        var file = await intake.Pack(drafts, cancellation);
        var withdrawn = await Grain<IReceivedDocumentGrain>(document).Withdraw(new(RequestId, file));
        if (!withdrawn.Succeeded)
            await intake.Forget(file, cancellation);
        return Answer(document, withdrawn);
    }

    private static string BornOn(string day) => $"born {(day.Length > 0 ? day : "on an unknown day")}";

    private void Check()
    {
        if (IsPerhapsSomebodyElse)
        {
            if (!MadeSure)
                ModelState.AddModelError(nameof(MadeSure), $"Make sure that the document is about {Person.Name}, and say so here. If it is about somebody else, say that instead.");
            return;
        }

        foreach (var item in Items.Where(item => !Choices.ContainsKey(item.Item.Key)))
            ModelState.AddModelError($"Choices[{item.Item.Key}]", $"Choose what to do with {item.Item.Words}.");
    }

    private IActionResult Answer(string document, Result<Done> done)
    {
        if (done.Succeeded)
            return Redirect($"{PatientPath}/received/{document}");
        Show(done.Problems);
        return Page();
    }

    /// <summary>What is in the record of this document, as it is marked when that is undone; none when nothing tells what that is.</summary>
    private async Task<ImmutableArray<ResourceDraft>?> Withdrawn(string document)
    {
        var record = Grain<IRecordGrain>(PatientId);
        if (await record.Read("Provenance", ReceivedResources.Document(document)) is not { } provenance)
            return null;
        var drafts = ImmutableArray.CreateBuilder<ResourceDraft>();
        foreach (var (type, id) in ReceivedWithdrawal.Written(JsonNode.Parse(provenance.Json)!.AsObject()))
        {
            if (await record.Read(type, id) is { } stored)
                drafts.Add(ReceivedWithdrawal.Of(JsonNode.Parse(stored.Json)!.AsObject()));
        }

        return drafts.ToImmutable();
    }

    private bool IsTaken(ReconciledItem item) => _record?.Find($"{item.Item.Resource.Text("resourceType")}/{ReceivedDraftsOf.IdOf(View.Id, item.Item)}") is not null;

    private ReceivedChoice Choice(ReconciledItem item) => ChoiceOf(item) ?? ReceivedChoice.LeaveOut;

    private int Count(ReceivedChoice choice) => Items.Count(item => Choice(item) == choice);

    private async Task<bool> Open(string document, CancellationToken cancellation)
    {
        if (!await Load() || await Grain<IReceivedDocumentGrain>(document).View() is not { } view || view.PatientId != PatientId)
            return false;
        if (await intake.Read(view.FileId, cancellation) is not { } xml || ReceivedCcd.Read(xml, DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Now, Zone).DateTime)) is not { } read)
            return false;
        (View, _xml, _document) = (view, xml, read);
        Shown = CcdView.Of(xml)!;
        // That the document was opened is told; what stands beside it the portal reads for itself.
        using var system = CallerScope.Use(Caller.System(Practice));
        _record = await RecordSnapshot.Take(_grains, Practice, PatientId);
        _beside = new(_record);
        Items = _beside.Of(read);
        CameBefore = (await Grain<IReceivedDirectoryGrain>(IReceivedDirectoryGrain.Id).OfPatient(PatientId))
            .FirstOrDefault(row => row.Sha256 == view.Sha256 && row.Id != document && row.ReceivedAt <= view.ReceivedAt);
        IsPerhapsSomebodyElse = !DocumentPerson.Is(read, Person.Name, Person.BirthDate, _record?.Find($"Patient/{PatientId}"));
        return true;
    }
}

public enum ReceivedChoice
{
    Add,
    AlreadyThere,
    LeaveOut,
}
