namespace Portal.Grains.Interfaces.Access;

/// <summary>Who calls, as a set of roles. A person of the staff may have several.</summary>
[Flags]
[GenerateSerializer, Alias("portal.access.Audience")]
public enum Audience
{
    /// <summary>Nobody.</summary>
    None = 0,

    /// <summary>Somebody who has not signed in; the sign-in pages call as this.</summary>
    Visitor = 1,

    /// <summary>A patient or a patient's representative.</summary>
    Patient = 2,

    /// <summary>Staff at the front desk.</summary>
    FrontDesk = 4,

    /// <summary>A dentist or hygienist.</summary>
    Provider = 8,

    /// <summary>Staff of the billing office.</summary>
    Billing = 16,

    /// <summary>Staff who set up the practice and see its audit trail.</summary>
    Administrator = 32,

    /// <summary>The practice's bridge or another program with a token.</summary>
    Integrator = 64,

    /// <summary>The portal itself: outbox, reminders, sweeper, start-up.</summary>
    System = 128,

    /// <summary>Any staff of the practice.</summary>
    Staff = FrontDesk | Provider | Billing | Administrator,

    /// <summary>Anyone signed in as a person.</summary>
    Person = Patient | Staff,
}

/// <summary>Names the roles that may call a grain method. A method without it is refused to everyone.</summary>
/// <param name="audience">One of these roles is enough.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AllowedForAttribute(Audience audience) : Attribute
{
    /// <summary>The roles of which the caller needs one.</summary>
    public Audience Audience { get; } = audience;
}

/// <summary>Puts every call of the method into the practice's audit trail.</summary>
/// <param name="action">What is done, in the trail's words: <c>patient.view</c>, <c>webmail.send</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AuditedAttribute(string action) : Attribute
{
    /// <summary>Feature and act, such as <c>patient.view</c>.</summary>
    public string Action { get; } = action;

    /// <summary>
    /// Whether only people and programs have it told: what the portal itself reads is a part of an act that is told, such as
    /// the view of a health summary.
    /// </summary>
    public bool ByOthers { get; init; }

    /// <summary>Whether it only shows what a page has open, so that fetching it again for that page is no further view.</summary>
    public bool OncePerPage { get; init; }
}
