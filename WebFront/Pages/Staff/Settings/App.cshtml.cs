using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Apps;
using Portal.WebFront.Apps;
using Portal.WebFront.Apps.Server;
using Portal.WebFront.Look;

namespace Portal.WebFront.Pages.Staff.Settings;

/// <summary>Registers an app, changes what is said of it, stops it.</summary>
public sealed class AppModel(IGrainFactory grains, PageFrame frame) : SettingsPage(grains, frame)
{
    private const string NewId = "new";
    private const int SecretBytes = 32;

    public static IReadOnlyList<SelectListItem> Kinds { get; } =
    [
        Kind(AppKind.Public, "In a browser or on a phone", "It can keep no secret (a public client)"),
        Kind(AppKind.Secret, "On a server, with a secret", "The portal draws the secret and shows it once"),
        Kind(AppKind.Key, "On a server, with a key", "It signs with a private key (private_key_jwt); better than a secret"),
        Kind(AppKind.Backend, "A program without people", "It works by itself with a key (SMART backend services)"),
    ];

    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public AppInput Input { get; set; } = new();

    public bool IsNew => Id == NewId;

    /// <summary>Shown by the answer that drew it and stored nowhere; loading again does not show it.</summary>
    public string? Secret { get; private set; }

    /// <summary>As it was registered; none yet for a new one.</summary>
    public AppView? App { get; private set; }

    /// <summary>What is asked before the app is stopped.</summary>
    public SureQuestion StopQuestion => new(
        $"Stop {App!.Draft.Name}?",
        "Nothing that it holds opens anything any more, for none of its people. You can allow it again later; what it was told of by itself (subscriptions) it then has to ask for anew.",
        "Stop", "Stop this app") { Fields = [("stopped", "true")] };

    public SureQuestion? Question { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (IsNew)
        {
            Input.Scopes = SmartScopes.OfPatientApp;
            return Page();
        }

        if (!await Load())
            return NotFound();
        MadeFrom(Input = AppInput.Of(App!));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!IsNew && !await Load())
            return NotFound();
        if (App is { } app && !JoinsWith(AppInput.Of(app)))
            return Page();
        var draft = Input.ToDraft();
        var drawn = draft.Proof is AppProof.Secret && (App?.SecretSha256 is null || Input.NewSecret)
            ? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes))
            : null;
        var id = IsNew ? $"{Practice}.{RequestId}" : Id;
        var saved = await Grain<IAppGrain>(id).Save(new(RequestId, draft, drawn is null ? null : RegisteredApps.Digest(drawn)));
        if (!saved.Succeeded || drawn is null)
            return AfterApp(saved, IsNew ? $"The app was saved. Its maker needs the client_id {id}." : "The app was saved.");
        Id = id;
        Secret = drawn;
        await Load();
        return Page();
    }

    public async Task<IActionResult> OnPostStopAsync(bool stopped)
    {
        if (!await Load())
            return NotFound();
        MadeFrom(Input = AppInput.Of(App!));
        if (stopped && !IsSure)
        {
            Question = StopQuestion;
            return Page();
        }

        return AfterApp(
            await Grain<IAppGrain>(Id).SetStopped(RequestId, stopped),
            stopped ? "The app was stopped. Nothing that it holds opens anything." : "The app is allowed again.");
    }

    private bool JoinsWith(AppInput present) => Joins(present, Input, (nameof(Input.Proof), Chosen(Kinds, present.Proof.ToString())));

    private IActionResult AfterApp(Result<Done> saved, string note)
    {
        if (!saved.Succeeded)
        {
            Show(saved.Problems);
            return Page();
        }

        Note = note;
        return RedirectToPage("Apps", new { Practice });
    }

    private async Task<bool> Load()
    {
        App = await Grain<IAppGrain>(Id).View();
        return App is not null;
    }

    private static SelectListItem Kind(AppKind kind, string text, string about) => new(text, kind.ToString()) { Group = new() { Name = about } };
}

public enum AppKind
{
    Public,
    Secret,
    Key,
    Backend,
}

public sealed class AppInput
{
    public string? Name { get; set; }

    public string? Homepage { get; set; }

    public AppKind Proof { get; set; }

    public string? Redirects { get; set; }

    public string? LaunchUrl { get; set; }

    public string? Scopes { get; set; }

    public string? Keys { get; set; }

    public string? KeysUrl { get; set; }

    public bool NewSecret { get; set; }

    public static AppInput Of(AppView app) => new()
    {
        Name = app.Draft.Name,
        Homepage = app.Draft.Homepage,
        Proof = app.Draft switch
        {
            { Backend: true } => AppKind.Backend,
            { Proof: AppProof.Key } => AppKind.Key,
            { Proof: AppProof.Secret } => AppKind.Secret,
            _ => AppKind.Public,
        },
        Redirects = string.Join('\n', app.Draft.Redirects),
        LaunchUrl = app.Draft.LaunchUrl,
        Scopes = app.Draft.Scopes,
        Keys = app.Draft.Keys,
        KeysUrl = app.Draft.KeysUrl,
    };

    public AppDraft ToDraft() => new()
    {
        Name = Name ?? "",
        Homepage = Homepage ?? "",
        Proof = Proof switch
        {
            AppKind.Public => AppProof.None,
            AppKind.Secret => AppProof.Secret,
            _ => AppProof.Key,
        },
        Backend = Proof is AppKind.Backend,
        Redirects = [.. (Redirects ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
        LaunchUrl = LaunchUrl ?? "",
        Scopes = Scopes ?? "",
        Keys = Keys ?? "",
        KeysUrl = KeysUrl ?? "",
    };
}
