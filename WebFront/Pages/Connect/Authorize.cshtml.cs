using System.Collections.Immutable;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Apps;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Records;
using Portal.WebFront.Access;
using Portal.WebFront.Apps;
using Portal.WebFront.Apps.Consent;
using Portal.WebFront.Apps.Server;
using Portal.WebFront.Hosting;
using Portal.WebFront.Records.Rest;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Portal.WebFront.Pages.Connect;

/// <summary>
/// Asks a person whether an app may have data: which app, which data, of whom, for how long. OpenIddict has looked at the
/// request before, also when the answer comes.
/// </summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
public sealed class AuthorizeModel(IGrainFactory grains, IAntiforgery antiforgery, EhrLaunches launches, TimeProvider time) : PortalPage(grains)
{
    private static readonly string[] _own = [nameof(Ticked), nameof(Person), nameof(Decision), nameof(EndBefore), nameof(RequestId), "__RequestVerificationToken"];

    /// <summary>The lines that are ticked.</summary>
    [BindProperty]
    public List<string> Ticked { get; set; } = [];

    /// <summary>Whose record.</summary>
    [BindProperty]
    public string? Person { get; set; }

    [BindProperty]
    public string? Decision { get; set; }

    /// <summary>Whether what the app was given before ends with it.</summary>
    [BindProperty]
    public bool EndBefore { get; set; }

    public AppView App { get; private set; } = null!;

    /// <summary>The person's connections with this app that hold.</summary>
    public ImmutableArray<GrantView> Earlier { get; private set; } = [];

    public ConsentChoice Choice { get; private set; } = null!;

    public ImmutableArray<PatientCard> People { get; private set; } = [];

    public bool IsOfStaff => Caller.PatientId is null;

    /// <summary>What the app sent, to be sent again with the answer.</summary>
    public IEnumerable<(string Name, string Value)> Sent => Asked.GetParameters()
        .Where(parameter => !_own.Contains(parameter.Key))
        .Select(parameter => (parameter.Key, (string?)parameter.Value ?? ""));

    /// <summary>What the staff opened the app with, if it was opened from a patient's page.</summary>
    private string? Launch => Asked.HasScope(LaunchScope.Launch) ? (string?)Asked["launch"] : null;

    private EhrContext? Opened => Launch is { } launch ? launches.Read(launch, Practice, Caller.UserId, App.Id) : null;

    private OpenIddictRequest Asked => HttpContext.GetOpenIddictServerRequest()
        ?? throw new InvalidOperationException("The page is reached through OpenIddict only.");

    public async Task<IActionResult> OnGetAsync()
    {
        if (IsPassedBy)
            return NotFound();
        var silent = Asked.HasPromptValue(PromptValues.None);
        if (!Caller.Is(Audience.Person))
            return silent ? Refuse(Errors.LoginRequired) : WantsNewSignIn ? SignInAgain() : Challenge(IdentityConstants.ApplicationScheme);
        if (IsTooLongAgo)
            return silent ? Refuse(Errors.LoginRequired) : SignInAgain();
        if (silent)
            return Refuse(Errors.ConsentRequired);
        if (!await Load())
            return Refuse(Errors.InvalidScope);
        Ticked = [.. Choice.Everything];
        Person = People.FirstOrDefault()?.Id;
        return Show();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (IsPassedBy)
            return NotFound();
        // An app may post its request. Its page's post brings no cookie of ours, so the person is asked by a page of ours.
        if (Decision is null || !Caller.Is(Audience.Person))
            return Again();
        if (!await antiforgery.IsRequestValidAsync(HttpContext))
            return BadRequest();
        if (Decision != "allow")
            return Refuse(Errors.AccessDenied);
        // The page may have lain open for long. A new sign-in that was asked for was made before it was shown.
        if (IsTooLongAgo && Asked.MaxAge is not null)
            return Again();
        if (!await Load())
            return Refuse(Errors.InvalidScope);
        return await Allow();
    }

    /// <summary>Over a transport that anybody can listen to, OpenIddict does not take the request (PracticeIssuer).</summary>
    private bool IsPassedBy => HttpContext.GetOpenIddictServerRequest() is null;

    private bool WantsNewSignIn => Asked.HasPromptValue(PromptValues.Login) || Asked.MaxAge is not null;

    private bool IsTooLongAgo => Asked.HasPromptValue(PromptValues.Login)
        || (Asked.MaxAge is { } most && time.GetUtcNow() - User.SignedInAt() > TimeSpan.FromSeconds(most));

    /// <summary>The person comes back with what the app asked for, but for the demand that is met then.</summary>
    private RedirectResult SignInAgain()
    {
        var rest = Sent.Where(entry => entry.Name is not (Parameters.Prompt or Parameters.MaxAge)).Select(entry => KeyValuePair.Create(entry.Name, (string?)entry.Value));
        var back = Request.PathBase + Request.Path + QueryString.Create(rest);
        return Redirect($"{Request.PathBase}/{Practice}/sign-in{QueryString.Create("again", "true").Add("returnUrl", back)}");
    }

    private async Task<IActionResult> Allow()
    {
        var given = Choice.Given(Ticked);
        if (!given.Any(scope => ResourceScope.Parse(scope) is not null || scope == LaunchScope.OpenId))
        {
            ModelState.AddModelError("", "Tick what the app may have, or choose Do not allow.");
            return Show();
        }

        var patientId = Choice.NeedsPatient ? Person : null;
        if (Choice.NeedsPatient && People.All(card => card.Id != Person))
        {
            ModelState.AddModelError("", "Choose whose record the app may see.");
            return Show();
        }

        if (Launch is { } launch && !await launches.Use(launch, RequestId))
            return Refuse(Errors.InvalidRequest);
        var granted = await Grain<IAppGrantsGrain>(Caller.UserId).Grant(
            new(RequestId, App.Id, patientId, string.Join(' ', given), given.Contains(LaunchScope.Offline), given.Contains(LaunchScope.Online) ? User.SessionId() : null));
        if (!granted.Succeeded)
        {
            Show(granted.Problems);
            return Show();
        }

        // Sent twice, the form must not end what it has just given.
        foreach (var earlier in EndBefore ? Earlier.Where(grant => grant.Id != granted.Value) : [])
            await Grain<IAppGrantsGrain>(Caller.UserId).Stop($"{RequestId}-{earlier.Id}", earlier.Id);
        var fhir = FhirAddress.Of(HttpContext, Practice);
        var encounterId = given.Any(scope => scope is LaunchScope.Launch or LaunchScope.Encounter) ? Opened?.EncounterId : null;
        var principal = AppClaims.OfPerson(Caller.UserId, granted.Value, given, new(FhirUser(fhir), patientId, encounterId, User.SignedInAt()), fhir, App.Id);
        return SignIn(principal, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    /// <summary>The resource that the person is.</summary>
    private static string FhirUser(string fhir) => Caller switch
    {
        { PatientId: { } patient } => $"{fhir}/Patient/{patient}",
        { ProviderId: { } provider } => $"{fhir}/Practitioner/{provider}",
        _ => $"{fhir}/Practitioner/{StaffPractitioner.IdOf(Caller.UserId)}",
    };

    /// <summary>What there is to choose; nothing when none of it can be given to this person.</summary>
    private async Task<bool> Load()
    {
        using (CallerScope.Use(Caller.System(Practice)))
            App = (await Grain<IAppGrain>(Asked.ClientId!).View())!;
        if (Launch is not null)
            People = Opened is { } opened && await Grain<IPatientGrain>(opened.PatientId).Card() is { } card ? [card] : [];
        else if (Caller.PatientId is { } own)
            People = await Grain<IPatientDirectoryGrain>(IPatientDirectoryGrain.Id).VisibleTo(own);
        Earlier = [.. (await Grain<IAppGrantsGrain>(Caller.UserId).List()).Where(grant => grant.AppId == App.Id && IsOfThese(grant))];
        var offered = AskedScopes.Within(Asked.Scope ?? "", App.Draft.Scopes).Where(CanBeGiven);
        // Nobody else writes through an app.
        if (!Caller.Is(Audience.Administrator))
            offered = offered.SelectMany(AskedScopes.WithoutWriting).Distinct(StringComparer.Ordinal);
        Choice = new([.. offered]);
        return (Launch is null || !People.IsEmpty) && Choice.Offered.Any(scope => scope is LaunchScope.OpenId || ResourceScope.Parse(scope) is not null);
    }

    /// <summary>What a connection is, in a line.</summary>
    public string Words(GrantView grant) => People.FirstOrDefault(card => card.Id == grant.PatientId) is { } card
        ? $"{card.Name}: {ConsentWords.Of(grant.Scope)}"
        : ConsentWords.Of(grant.Scope);

    /// <summary>Who works here connects an app for one patient after the other: what it has of others is not asked about.</summary>
    private bool IsOfThese(GrantView grant) =>
        Caller.PatientId is not null || grant.PatientId is null || People.Any(card => card.Id == grant.PatientId);

    /// <summary>Without a patient there is no record to give.</summary>
    private bool CanBeGiven(string scope) => scope switch
    {
        LaunchScope.Launch => Launch is not null && !People.IsEmpty,
        LaunchScope.Encounter => Opened?.EncounterId is not null && !People.IsEmpty,
        _ => !People.IsEmpty || !AskedScopes.NeedPatient([scope]),
    };

    private PageResult Show()
    {
        SecurityHeaders.LetFormsLeadTo(HttpContext, Asked.RedirectUri!);
        return Page();
    }

    private StatusCodeResult Again()
    {
        Response.Headers.Location = Request.PathBase + Request.Path + QueryString.Create(Sent.Select(entry => KeyValuePair.Create(entry.Name, (string?)entry.Value)));
        return StatusCode(StatusCodes.Status303SeeOther);
    }

    private ForbidResult Refuse(string error) => Forbid(
        new AuthenticationProperties(new Dictionary<string, string?> { [OpenIddictServerAspNetCoreConstants.Properties.Error] = error }),
        OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
}
