namespace Portal.Grains.Interfaces.Practices;

/// <summary>Creates the practice or changes its name and contact data.</summary>
/// <param name="RequestId">Repeating the command with the same id has its effect once.</param>
/// <param name="Card">Slug must be the practice's own.</param>
[GenerateSerializer, Immutable, Alias("portal.practices.SaveProfile")]
public sealed record SaveProfile([property: Id(0)] string RequestId, [property: Id(1)] PracticeCard Card);

/// <summary>Adds the location, or replaces the one with the same id.</summary>
/// <param name="RequestId">Repeating the command with the same id has its effect once.</param>
/// <param name="Location">The whole location.</param>
[GenerateSerializer, Immutable, Alias("portal.practices.SaveLocation")]
public sealed record SaveLocation([property: Id(0)] string RequestId, [property: Id(1)] Location Location);

/// <summary>Adds the provider, or replaces the one with the same id.</summary>
/// <param name="RequestId">Repeating the command with the same id has its effect once.</param>
/// <param name="Provider">The whole provider.</param>
[GenerateSerializer, Immutable, Alias("portal.practices.SaveProvider")]
public sealed record SaveProvider([property: Id(0)] string RequestId, [property: Id(1)] Provider Provider);

/// <summary>Adds the chair, or replaces the one with the same id.</summary>
/// <param name="RequestId">Repeating the command with the same id has its effect once.</param>
/// <param name="Chair">The whole chair.</param>
[GenerateSerializer, Immutable, Alias("portal.practices.SaveChair")]
public sealed record SaveChair([property: Id(0)] string RequestId, [property: Id(1)] Chair Chair);

/// <summary>Adds the staff member, or replaces the one with the same user.</summary>
/// <param name="RequestId">Repeating the command with the same id has its effect once.</param>
/// <param name="Member">The whole entry.</param>
[GenerateSerializer, Immutable, Alias("portal.practices.SaveStaffMember")]
public sealed record SaveStaffMember([property: Id(0)] string RequestId, [property: Id(1)] StaffMember Member);

/// <summary>Adds the shared inbox, or replaces the one with the same id.</summary>
/// <param name="RequestId">Repeating the command with the same id has its effect once.</param>
/// <param name="Pool">The whole entry.</param>
[GenerateSerializer, Immutable, Alias("portal.practices.SavePool")]
public sealed record SavePool([property: Id(0)] string RequestId, [property: Id(1)] Pool Pool);

/// <summary>Replaces the policies.</summary>
/// <param name="RequestId">Repeating the command with the same id has its effect once.</param>
/// <param name="Policies">All of them.</param>
[GenerateSerializer, Immutable, Alias("portal.practices.SetPolicies")]
public sealed record SetPolicies([property: Id(0)] string RequestId, [property: Id(1)] PracticePolicies Policies);
