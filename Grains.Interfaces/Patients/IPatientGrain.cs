using Orleans.Concurrency;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Interfaces.Patients;

/// <summary>A patient of a practice. Key: <c>{practice}/{patientId}</c>.</summary>
[Alias("portal.patients.IPatientGrain")]
public interface IPatientGrain : IGrainWithStringKey
{
    /// <summary>
    /// The patient. A patient caller gets it for the own record and for those that the caller may see
    /// (domain.md A1: guarantor, responsible party, guardian); otherwise none, as if there were no such record.
    /// </summary>
    [Alias("View"), AllowedFor(Audience.Person | Audience.Integrator | Audience.System), Audited("patient.view", OncePerPage = true), AlwaysInterleave]
    Task<PatientView?> View();

    /// <summary>
    /// Whether the person with that patient record may see this one and act for it. Other grains ask this before
    /// they show anything of a patient to somebody else. Interleaves: it reads the last written state only.
    /// </summary>
    /// <param name="viewerPatientId">The viewer's own patient id. A patient caller may only ask for the own one.</param>
    [Alias("MayBeSeenBy"), AllowedFor(Audience.Person | Audience.Integrator | Audience.System), AlwaysInterleave]
    Task<bool> MayBeSeenBy(string viewerPatientId);

    /// <summary>
    /// What others need to address the patient: name, provider, portal user. Not audited as a view. A patient caller
    /// gets it of those that the caller may see; otherwise none.
    /// </summary>
    [Alias("Card"), AllowedFor(Audience.Person | Audience.Integrator | Audience.System), AlwaysInterleave]
    Task<PatientCard?> Card();

    /// <summary>
    /// Who pays for the patient and who else may act for the patient now, by name: whoever may see a record is told who
    /// else may. None as for <see cref="View"/>.
    /// </summary>
    [Alias("Family"), AllowedFor(Audience.Person | Audience.System), Audited("patient.family", OncePerPage = true), AlwaysInterleave]
    Task<FamilyView?> Family();

    /// <summary>Creates the patient or replaces its demographics, family and status.</summary>
    /// <returns>Whether something changed; <c>patient.*</c> problems, all together.</returns>
    [Alias("Save"), AllowedFor(Audience.Staff | Audience.Integrator | Audience.System), Audited("patient.save")]
    Task<Result<Saved>> Save(SavePatient command);

    /// <summary>
    /// Gives access to the portal (domain.md A1, C5): every missing precondition is listed, one problem each. The
    /// answer holds the one-time password; it is shown once and not kept.
    /// </summary>
    [Alias("ProvideOnlineAccess"), AllowedFor(Audience.FrontDesk | Audience.Provider | Audience.Administrator | Audience.System), Audited("access.provide")]
    Task<Result<IssuedSignIn>> ProvideOnlineAccess(string requestId);

    /// <summary>Takes access away at once: every session ends; the username stays with the patient.</summary>
    [Alias("RemoveOnlineAccess"), AllowedFor(Audience.FrontDesk | Audience.Provider | Audience.Administrator | Audience.System), Audited("access.remove")]
    Task<Result<Done>> RemoveOnlineAccess(string requestId);

    /// <summary>Issues another one-time password; the one before is dead from then on.</summary>
    [Alias("GenerateNewPassword"), AllowedFor(Audience.FrontDesk | Audience.Provider | Audience.Administrator | Audience.System), Audited("access.generate")]
    Task<Result<IssuedSignIn>> GenerateNewPassword(string requestId);

    /// <summary>Changes what the patient wishes to be told, and how. A patient caller may only change the own wishes.</summary>
    [Alias("SavePreferences"), AllowedFor(Audience.Person | Audience.System), Audited("patient.preferences")]
    Task<Result<Done>> SavePreferences(SavePreferences command);

    /// <summary>
    /// The patient has an own password, under this username; told by the portal user at each change of either. What
    /// comes late, after another one-time password was issued, changes nothing.
    /// </summary>
    /// <param name="requestId">Repeating the command with the same id has its effect once.</param>
    /// <param name="userName">The username.</param>
    /// <param name="issue">The one-time password that was used up: <see cref="IssuedSignIn.Issue"/>.</param>
    [Alias("AccessUsed"), AllowedFor(Audience.System)]
    Task<Result<Done>> AccessUsed(string requestId, string userName, int issue);

    /// <summary>
    /// Asks whether this patient may become the guarantor of another: it has to be its own. From then on it stays so
    /// until <see cref="DependantSaved"/>, a minute at most. Interleaves: two that name each other do not wait for each other.
    /// </summary>
    /// <param name="dependantId">The patient about to be saved.</param>
    [Alias("AcceptDependant"), AllowedFor(Audience.System), AlwaysInterleave]
    Task<bool> AcceptDependant(string dependantId);

    /// <summary>The other patient is saved or was refused; the promise is over.</summary>
    /// <param name="dependantId">The patient that asked.</param>
    [Alias("DependantSaved"), AllowedFor(Audience.System), AlwaysInterleave]
    Task DependantSaved(string dependantId);
}
