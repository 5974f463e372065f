using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
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
    private ImmutableArray<System.Text.Json.Nodes.JsonObject> _record = [];

    /// <summary>What is to be done with each thing, by its key.</summary>
    [BindProperty]
    public Dictionary<string, ReceivedChoice> Choices { get; set; } = [];

    public ReceivedDocumentView View { get; private set; } = null!;

    public ReceivedCcd Document => _document;

    public CcdView Shown { get; private set; } = null!;

    public ImmutableArray<ReconciledItem> Items { get; private set; } = [];

    /// <summary>Whether the document is about somebody with another name or birth date: then somebody has to look twice.</summary>
    public bool IsPerhapsSomebodyElse { get; private set; }

    public IEnumerable<string> Known(ReceivedKind kind) => Reconciliation.Known(kind, _record);

    public ReceivedChoice ChoiceOf(ReconciledItem item) =>
        Choices.TryGetValue(item.Item.Key, out var chosen) ? chosen : item.Known.IsEmpty ? ReceivedChoice.Add : ReceivedChoice.AlreadyThere;

    public async Task<IActionResult> OnGetAsync(string document, CancellationToken cancellation) =>
        await Open(document, cancellation) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string document, CancellationToken cancellation)
    {
        if (!await Open(document, cancellation))
            return NotFound();
        var missing = Items.Where(item => !Choices.ContainsKey(item.Item.Key)).ToList();
        foreach (var item in missing)
            ModelState.AddModelError("", $"Choose what to do with {item.Item.Words}.");
        if (missing.Count > 0)
            return Page();

        var chosen = Items.Where(item => Choices[item.Item.Key] is ReceivedChoice.Add).Select(item => item.Item).ToList();
        var file = await intake.Pack(ReceivedDraftsOf.All(Practice, View, _document, _xml, chosen, Now), cancellation);
        var taken = await Grain<IReceivedDocumentGrain>(document).Take(new(
            RequestId, file, chosen.Count, Choices.Values.Count(choice => choice is ReceivedChoice.AlreadyThere),
            Choices.Values.Count(choice => choice is ReceivedChoice.LeaveOut)));
        if (taken.Succeeded)
            return Redirect($"{PatientPath}/received/{document}");
        await intake.Forget(file, cancellation);
        Show(taken.Problems);
        return Page();
    }

    private async Task<bool> Open(string document, CancellationToken cancellation)
    {
        if (!await Load() || await Grain<IReceivedDocumentGrain>(document).View() is not { } view || view.PatientId != PatientId)
            return false;
        if (await intake.Read(view.FileId, cancellation) is not { } xml || ReceivedCcd.Read(xml) is not { } read)
            return false;
        (View, _xml, _document) = (view, xml, read);
        Shown = CcdView.Of(xml)!;
        _record = (await RecordSnapshot.Take(_grains, Practice, PatientId))?.Resources ?? [];
        Items = Reconciliation.Of(read, _record);
        IsPerhapsSomebodyElse = read.BirthDate != (Person.BirthDate?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? "")
            || !read.PatientName.EndsWith(Person.Name.Split(' ')[^1], StringComparison.OrdinalIgnoreCase);
        return true;
    }
}

public enum ReceivedChoice
{
    Add,
    AlreadyThere,
    LeaveOut,
}
