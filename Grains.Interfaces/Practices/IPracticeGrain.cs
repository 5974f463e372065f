using Orleans.Concurrency;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Interfaces.Practices;

/// <summary>A dental practice: its locations, people, chairs and policies. Key: <c>{practice}/profile</c>.</summary>
[Alias("portal.practices.IPracticeGrain")]
public interface IPracticeGrain : IGrainWithStringKey
{
    /// <summary>The id part of the key.</summary>
    const string Id = "profile";

    /// <summary>What anyone may know before signing in: name and contact data. None when there is no such practice.</summary>
    [Alias("Card"), AllowedFor(Audience.Visitor | Audience.Person | Audience.Integrator | Audience.System), AlwaysInterleave]
    Task<PracticeCard?> Card();

    /// <summary>The whole practice for signed-in people. A patient caller gets it without the list of the staff.</summary>
    [Alias("View"), AllowedFor(Audience.Person | Audience.Integrator | Audience.System), AlwaysInterleave]
    Task<PracticeView?> View();

    /// <summary>The practice's choices; the defaults when there is no such practice.</summary>
    [Alias("Policies"), AllowedFor(Audience.Visitor | Audience.Person | Audience.Integrator | Audience.System), AlwaysInterleave]
    Task<PracticePolicies> Policies();

    /// <summary>One member of the staff, for the sign-in; none when that user does not work here (any more).</summary>
    [Alias("Member"), AllowedFor(Audience.Staff | Audience.System), AlwaysInterleave]
    Task<StaffMember?> Member(string userId);

    /// <summary>What becomes of what a patient writes to this mailbox; not who reads it.</summary>
    /// <param name="owner">Such as <c>provider:raman</c> or <c>pool:front-desk</c>.</param>
    [Alias("ReceptionOf"), AllowedFor(Audience.Person | Audience.System), AlwaysInterleave]
    Task<MailReception> ReceptionOf(string owner);

    /// <summary>Creates the practice or changes its name and contact data.</summary>
    /// <returns><c>practice.*</c> problems, one per field.</returns>
    [Alias("SaveProfile"), AllowedFor(Audience.Administrator | Audience.Integrator | Audience.System), Audited("practice.save")]
    Task<Result<Done>> SaveProfile(SaveProfile command);

    /// <summary>Adds or changes a location.</summary>
    [Alias("SaveLocation"), AllowedFor(Audience.Administrator | Audience.Integrator | Audience.System), Audited("practice.save")]
    Task<Result<Done>> SaveLocation(SaveLocation command);

    /// <summary>Adds or changes a provider.</summary>
    [Alias("SaveProvider"), AllowedFor(Audience.Administrator | Audience.Integrator | Audience.System), Audited("practice.save")]
    Task<Result<Done>> SaveProvider(SaveProvider command);

    /// <summary>Adds or changes a chair.</summary>
    [Alias("SaveChair"), AllowedFor(Audience.Administrator | Audience.Integrator | Audience.System), Audited("practice.save")]
    Task<Result<Done>> SaveChair(SaveChair command);

    /// <summary>Adds or changes a member of the staff. The sign-in is a portal user of its own.</summary>
    [Alias("SaveStaffMember"), AllowedFor(Audience.Administrator | Audience.System), Audited("practice.save")]
    Task<Result<Done>> SaveStaffMember(SaveStaffMember command);

    /// <summary>Takes a member off the staff and closes the sign-in. At least one administrator stays.</summary>
    [Alias("RemoveStaffMember"), AllowedFor(Audience.Administrator | Audience.System), Audited("practice.save")]
    Task<Result<Done>> RemoveStaffMember(string requestId, string userId);

    /// <summary>Adds or changes a shared inbox.</summary>
    [Alias("SavePool"), AllowedFor(Audience.Administrator | Audience.Integrator | Audience.System), Audited("practice.save")]
    Task<Result<Done>> SavePool(SavePool command);

    /// <summary>Changes the policies; they take effect at once.</summary>
    [Alias("SetPolicies"), AllowedFor(Audience.Administrator | Audience.System), Audited("practice.policies")]
    Task<Result<Done>> SetPolicies(SetPolicies command);
}

/// <summary>What becomes of a patient's message.</summary>
[GenerateSerializer, Alias("portal.practices.MailReception")]
public enum MailReception
{
    /// <summary>It waits in the mailbox.</summary>
    Kept,

    /// <summary>And somebody wants an e-mail that it came.</summary>
    Told,

    /// <summary>Nobody would read it: the provider does not work here any more, or the shared inbox is not in use.</summary>
    Closed,
}
