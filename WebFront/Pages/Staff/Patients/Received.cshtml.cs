using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Look;
using Portal.WebFront.Records.Ccd;
using Portal.WebFront.Records.Ccd.Received;
using Portal.WebFront.Records.Summary;

namespace Portal.WebFront.Pages.Staff.Patients;

/// <summary>A document of another office beside the record; each thing of it is taken over, known already or left out.</summary>
public sealed class ReceivedModel(IGrainFactory grains, ReceivedIntake intake, TimeProvider time, PageFrame frame)
    : RecordPage(grains, time, frame)
{
    private readonly IGrainFactory _grains = grains;
    private byte[] _xml = [];
    private ReceivedCcd _document = null!;
    private Reconciliation _beside = null!;

    /// <summary>What is to be done with each thing, by its key.</summary>
    [BindProperty]
    public Dictionary<string, ReceivedChoice> Choices { get; set; } = [];

    public ReceivedDocumentView View { get; private set; } = null!;

    public ReceivedCcd Document => _document;

    public CcdView Shown { get; private set; } = null!;

    public ImmutableArray<ReconciledItem> Items { get; private set; } = [];

    /// <summary>Whether the document is about somebody with another name or birth date: then somebody has to look twice.</summary>
    public bool IsPerhapsSomebodyElse { get; private set; }

    public IEnumerable<string> Known(ReceivedKind kind) => _beside.Known(kind);

    public ReceivedChoice ChoiceOf(ReconciledItem item) =>
        Choices.TryGetValue(item.Item.Key, out var chosen) ? chosen : item.IsThere ? ReceivedChoice.AlreadyThere : ReceivedChoice.Add;

    public async Task<IActionResult> OnGetAsync(string document, CancellationToken cancellation) =>
        await Open(document, cancellation) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string document, CancellationToken cancellation)
    {
        if (!await Open(document, cancellation))
            return NotFound();
        var missing = Items.Where(item => !Choices.ContainsKey(item.Item.Key)).ToList();
        foreach (var item in missing)
            ModelState.AddModelError($"Choices[{item.Item.Key}]", $"Choose what to do with {item.Item.Words}.");
        if (missing.Count > 0)
            return Page();

        var chosen = Items.Where(item => Choices[item.Item.Key] is ReceivedChoice.Add).Select(item => item.Item).ToList();
        var file = await intake.Pack(ReceivedDraftsOf.All(Practice, View, _document, _xml, chosen, Now), cancellation);
        var taken = await Grain<IReceivedDocumentGrain>(document).Take(new(
            RequestId, file, chosen.Count, Count(ReceivedChoice.AlreadyThere), Count(ReceivedChoice.LeaveOut)));
        if (taken.Succeeded)
            return Redirect($"{PatientPath}/received/{document}");
        await intake.Forget(file, cancellation);
        Show(taken.Problems);
        return Page();
    }

    private int Count(ReceivedChoice choice) => Items.Count(item => Choices[item.Item.Key] == choice);

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
        var record = await RecordSnapshot.Take(_grains, Practice, PatientId);
        _beside = new(record);
        Items = _beside.Of(read);
        IsPerhapsSomebodyElse = !DocumentPerson.Is(read, Person.Name, Person.BirthDate, record?.Find($"Patient/{PatientId}"));
        return true;
    }
}

public enum ReceivedChoice
{
    Add,
    AlreadyThere,
    LeaveOut,
}
