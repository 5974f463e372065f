using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Apps;
using Portal.Grains.Interfaces.Audit;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.WebFront.Apps;

namespace Portal.WebFront.Audit;

/// <summary>The names behind the ids of some entries, looked up when they are shown: the trail itself holds none.</summary>
public sealed class AuditNames
{
    private readonly Dictionary<string, string> _actors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _patients = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _apps = new(StringComparer.Ordinal) { [TrialTokens.AppId] = "a token for trying" };

    public static async Task<AuditNames> Of(
        IGrainFactory grains, string practice, PracticeView? view, IEnumerable<AuditEntry> entries, params string?[] others)
    {
        var names = new AuditNames();
        foreach (var member in view?.Staff ?? [])
            names._actors[member.UserId] = member.Name;
        var shown = entries.ToArray();
        var patients = shown.Select(entry => entry.PatientId)
            .Concat(shown.Select(entry => entry.ActorId).Concat(others).Select(PatientBehind))
            .Concat(others)
            .OfType<string>()
            .Where(id => id.Length > 0 && !names._actors.ContainsKey(id) && GrainKey.TryParse($"{practice}/{id}", out _))
            .Distinct();
        foreach (var card in await Task.WhenAll(patients.Select(id => grains.GetGrain<IPatientGrain>(GrainKey.For(practice, id)).Card())))
        {
            if (card is null)
                continue;
            names._patients[card.Id] = card.Name;
            names._actors[PortalUserId.ForPatient(card.Id)] = card.Name;
        }

        await names.FindApps(grains, practice, shown.SelectMany(entry => new[] { entry.AppId, entry.AboutAppId }).OfType<string>().Distinct());
        return names;
    }

    /// <summary>The app's name; its id where it has none any more.</summary>
    public string App(string id) => _apps.GetValueOrDefault(id) ?? id;

    private async Task FindApps(IGrainFactory grains, string practice, IEnumerable<string> ids)
    {
        using var system = CallerScope.Use(Caller.System(practice));
        var known = ids.Where(id => !_apps.ContainsKey(id) && GrainKey.TryParse($"{practice}/{id}", out _));
        foreach (var card in await Task.WhenAll(known.Select(id => grains.GetGrain<IAppGrain>(GrainKey.For(practice, id)).Card())))
        {
            if (card is not null)
                _apps[card.Id] = card.Name;
        }
    }

    public string Patient(string id) => _patients.GetValueOrDefault(id) ?? id;

    public string Actor(string id) => _actors.GetValueOrDefault(id) ?? id;

    public string Actor(AuditEntry entry) => _actors.GetValueOrDefault(entry.ActorId) ?? AuditWords.Unnamed(entry);

    private static string? PatientBehind(string? actorId)
    {
        var start = PortalUserId.ForPatient("");
        return actorId is not null && actorId.StartsWith(start, StringComparison.Ordinal) ? actorId[start.Length..] : null;
    }
}
