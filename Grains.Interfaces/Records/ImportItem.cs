using System.Collections.Immutable;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;
using Portal.Grains.Interfaces.Scheduling;
using Portal.Grains.Interfaces.Webmail;

namespace Portal.Grains.Interfaces.Records;

/// <summary>The order in which an import works, so that what others refer to is there before them.</summary>
[GenerateSerializer, Alias("portal.records.ImportPhase")]
public enum ImportPhase
{
    /// <summary>The practice itself, and organizations.</summary>
    Practice,

    /// <summary>Locations.</summary>
    Sites,

    /// <summary>Chairs.</summary>
    Chairs,

    /// <summary>Who treats, and shared inboxes.</summary>
    Providers,

    /// <summary>Patients.</summary>
    People,

    /// <summary>Who pays for whom and who acts for whom.</summary>
    Family,

    /// <summary>What has no phase of its own.</summary>
    Record,

    /// <summary>Appointments.</summary>
    Visits,

    /// <summary>Messages.</summary>
    Mail,
}

/// <summary>A part of an import's input.</summary>
/// <param name="Number">From 0, without gaps.</param>
/// <param name="Phase">The phase of all its items.</param>
/// <param name="Items">At most <see cref="ImportLimits.ChunkItems"/>.</param>
[GenerateSerializer, Immutable, Alias("portal.records.ImportChunk")]
public sealed record ImportChunk(
    [property: Id(0)] int Number,
    [property: Id(1)] ImportPhase Phase,
    [property: Id(2)] ImmutableArray<ImportItem> Items);

/// <summary>One entry of the input: what it asks for, or why it cannot be taken.</summary>
[GenerateSerializer, Immutable, Alias("portal.records.ImportItem")]
public sealed record ImportItem
{
    /// <summary>The entry's index in the input, from 0.</summary>
    [Id(0)] public required int Order { get; init; }

    /// <summary>Where it stands, for people: <c>Bundle.entry[17].resource</c> or <c>line 18</c>.</summary>
    [Id(1)] public required string Place { get; init; }

    /// <summary>The FHIR type; empty when it has none.</summary>
    [Id(2)] public required string Type { get; init; }

    /// <summary>The patient it belongs to, or <see cref="RecordId.PracticeWide"/>.</summary>
    [Id(3)] public string PatientId { get; init; } = RecordId.PracticeWide;

    /// <summary>To be stored, as it came.</summary>
    [Id(4)] public ResourceDraft? Resource { get; init; }

    /// <summary>What else the entry means to the portal.</summary>
    [Id(5)] public ImportAct Act { get; init; } = new();

    /// <summary>Why it cannot be taken; then nothing of it is.</summary>
    [Id(6)] public ImmutableArray<ImportProblem> Refusals { get; init; } = [];

    /// <summary>What it does not come to mean although it is taken, if anything.</summary>
    [Id(7)] public ImmutableArray<ImportProblem>? Warnings { get; init; }
}

/// <summary>What an entry means to the portal beside being stored; mostly one of these, or none.</summary>
[GenerateSerializer, Immutable, Alias("portal.records.ImportAct")]
public sealed record ImportAct
{
    /// <summary>The practice's own name and contact data.</summary>
    [Id(0)] public PracticeCard? Profile { get; init; }

    /// <summary>A location of the practice.</summary>
    [Id(1)] public Location? Location { get; init; }

    /// <summary>A chair of the practice.</summary>
    [Id(2)] public Chair? Chair { get; init; }

    /// <summary>A provider of the practice.</summary>
    [Id(3)] public Provider? Provider { get; init; }

    /// <summary>A patient.</summary>
    [Id(4)] public PatientDraft? Patient { get; init; }

    /// <summary>Who pays for whom and who acts for whom.</summary>
    [Id(5)] public ImmutableArray<FamilyLink> Family { get; init; } = [];

    /// <summary>A shared inbox of the practice.</summary>
    [Id(6)] public Pool? Pool { get; init; }

    /// <summary>A visit. The resource's id is the appointment's.</summary>
    [Id(7)] public ImportAppointment? Appointment { get; init; }

    /// <summary>A message.</summary>
    [Id(8)] public MessageDraft? Message { get; init; }

    /// <summary>Who a provider is, by the Practitioner; beside a provider, for one that the practice does not have yet.</summary>
    [Id(9)] public ProviderPerson? Person { get; init; }
}

/// <summary>The person of a provider as told by the input.</summary>
/// <param name="ProviderId">The provider's id.</param>
/// <param name="Name">As patients see it; empty when none is told.</param>
/// <param name="Email">Where notices go; empty when none is told.</param>
[GenerateSerializer, Immutable, Alias("portal.records.ProviderPerson")]
public sealed record ProviderPerson(
    [property: Id(0)] string ProviderId,
    [property: Id(1)] string Name,
    [property: Id(2)] string Email);

/// <summary>A message as told by the input.</summary>
/// <param name="ConversationId">The conversation it is part of, unless one of <paramref name="Answers"/> is in another.</param>
/// <param name="PracticeSide">Owner of the practice's mailbox: <c>provider:{id}</c> or <c>pool:{id}</c>.</param>
/// <param name="Subject">Of the conversation.</param>
/// <param name="Message">The message.</param>
/// <param name="PersonId">The patient record of who writes or is written to; the patient's own when none is told.</param>
/// <param name="Answers">The messages that it says to follow, by the ids of their resources, the first one of the conversation before the others.</param>
/// <param name="IsTakenBack">Whether its status says that it was never meant: it is told nobody, and stays where it was told before.</param>
[GenerateSerializer, Immutable, Alias("portal.records.MessageDraft")]
public sealed record MessageDraft(
    [property: Id(0)] string ConversationId,
    [property: Id(1)] string PracticeSide,
    [property: Id(2)] string Subject,
    [property: Id(3)] ImportedMessage Message,
    [property: Id(4)] string? PersonId = null,
    [property: Id(5)] ImmutableArray<string>? Answers = null,
    [property: Id(6)] bool? IsTakenBack = null);

/// <summary>A patient as told by the input; the family is told apart (<see cref="FamilyLink"/>).</summary>
/// <param name="Status">The status from now on.</param>
/// <param name="Demographics">All of them.</param>
/// <param name="PrimaryProviderId">Taken when the practice has such a provider.</param>
/// <param name="GeneralPractitioners">All who are named, in their order: the first who treats at the practice is taken.</param>
[GenerateSerializer, Immutable, Alias("portal.records.PatientDraft")]
public sealed record PatientDraft(
    [property: Id(0)] PatientStatus Status,
    [property: Id(1)] Demographics Demographics,
    [property: Id(2)] string? PrimaryProviderId,
    [property: Id(3)] ImmutableArray<string>? GeneralPractitioners = null);

/// <summary>What one person is to a patient.</summary>
[GenerateSerializer, Alias("portal.records.FamilyRole")]
public enum FamilyRole
{
    /// <summary>Pays.</summary>
    Guarantor,

    /// <summary>A child's guardian.</summary>
    Guardian,

    /// <summary>Named as responsible.</summary>
    ResponsibleParty,
}

/// <summary>One person's role for a patient.</summary>
/// <param name="PatientId">For whom.</param>
/// <param name="ByPatientId">Who; a patient record too.</param>
/// <param name="Role">The role.</param>
/// <param name="Active">Whether it holds, or holds no longer.</param>
/// <param name="Until">When it ended (UTC), of one that ended by itself because its period is over.</param>
[GenerateSerializer, Immutable, Alias("portal.records.FamilyLink")]
public sealed record FamilyLink(
    [property: Id(0)] string PatientId,
    [property: Id(1)] string ByPatientId,
    [property: Id(2)] FamilyRole Role,
    [property: Id(3)] bool Active,
    [property: Id(4)] DateTimeOffset? Until = null);
