using System.Collections.Immutable;

namespace Portal.Grains.Interfaces.Scheduling;

/// <summary>When and where a visit is.</summary>
/// <param name="LocationId">The site.</param>
/// <param name="ChairId">The chair, once known.</param>
/// <param name="ProviderIds">Who treats, the first one mainly.</param>
/// <param name="Start">Begin (UTC). <c>default</c> in a form that names no time: it is refused (<see cref="SlotFault.NoTime"/>) with all else that is wrong.</param>
/// <param name="End">End (UTC), on the same day at the location.</param>
[GenerateSerializer, Immutable, Alias("portal.scheduling.Slot")]
public sealed record Slot(
    [property: Id(0)] string LocationId,
    [property: Id(1)] string? ChairId,
    [property: Id(2)] ImmutableArray<string> ProviderIds,
    [property: Id(3)] DateTimeOffset Start,
    [property: Id(4)] DateTimeOffset End);

/// <summary>What is to be done at a visit.</summary>
/// <param name="Code">The CDT code, such as <c>D1110</c>.</param>
/// <param name="Description">In words for the patient.</param>
/// <param name="Tooth">The tooth, in the universal system.</param>
[GenerateSerializer, Immutable, Alias("portal.scheduling.PlannedProcedure")]
public sealed record PlannedProcedure(
    [property: Id(0)] string Code,
    [property: Id(1)] string Description,
    [property: Id(2)] string? Tooth = null);

/// <summary>A request to confirm a visit.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ForStart">The start that it asks about (UTC).</param>
/// <param name="State">Where it stands now.</param>
/// <param name="AskedAt">When the patient was asked (UTC).</param>
/// <param name="AnsweredAt">When the patient answered (UTC).</param>
[GenerateSerializer, Immutable, Alias("portal.scheduling.ConfirmationRequest")]
public sealed record ConfirmationRequest(
    [property: Id(0)] string Id,
    [property: Id(1)] DateTimeOffset ForStart,
    [property: Id(2)] ConfirmationRequestState State,
    [property: Id(3)] DateTimeOffset AskedAt,
    [property: Id(4)] DateTimeOffset? AnsweredAt = null);

/// <summary>Somebody waits for a call about a visit.</summary>
/// <param name="PatientId">The own patient record of who asked: the patient's, or a representative's.</param>
/// <param name="Name">The name of who asked.</param>
/// <param name="AskedAt">When (UTC).</param>
[GenerateSerializer, Immutable, Alias("portal.scheduling.CallBack")]
public sealed record CallBack(
    [property: Id(0)] string PatientId,
    [property: Id(1)] string Name,
    [property: Id(2)] DateTimeOffset AskedAt);

/// <summary>One entry of a visit's history.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="What">What was done.</param>
/// <param name="By">The name of who did it.</param>
/// <param name="Start">The start that the visit had from then on, when it has one (UTC).</param>
/// <param name="Confirmation">The confirmation from then on.</param>
[GenerateSerializer, Immutable, Alias("portal.scheduling.AppointmentChange")]
public sealed record AppointmentChange(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] AppointmentAct What,
    [property: Id(2)] string By,
    [property: Id(3)] DateTimeOffset? Start,
    [property: Id(4)] ConfirmationStatus Confirmation);

/// <summary>What can be done with a visit.</summary>
[GenerateSerializer, Alias("portal.scheduling.AppointmentAct")]
public enum AppointmentAct
{
    /// <summary>Put into the book.</summary>
    Scheduled,

    /// <summary>Moved.</summary>
    Moved,

    /// <summary>Broken.</summary>
    Broken,

    /// <summary>Taken out of the book.</summary>
    Unscheduled,

    /// <summary>Completed.</summary>
    Completed,

    /// <summary>Confirmed by the patient.</summary>
    Confirmed,

    /// <summary>The patient asked for a call.</summary>
    CallbackRequested,

    /// <summary>Staff changed the confirmation.</summary>
    ConfirmationSet,

    /// <summary>The patient was asked to confirm.</summary>
    AskedToConfirm,

    /// <summary>Told by another system.</summary>
    Imported,
}

/// <summary>A visit.</summary>
[GenerateSerializer, Immutable, Alias("portal.scheduling.AppointmentView")]
public sealed record AppointmentView
{
    /// <summary>The id in addresses and keys.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Who comes.</summary>
    [Id(1)] public required string PatientId { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(2)] public AppointmentStatus Status { get; init; }

    /// <summary>How it was broken, if it was.</summary>
    [Id(3)] public BreakKind? BrokenAs { get; init; }

    /// <summary>When and where; of a broken or unscheduled visit the last one.</summary>
    [Id(4)] public Slot? Slot { get; init; }

    /// <summary>What for, in words for the patient.</summary>
    [Id(5)] public string Reason { get; init; } = "";

    /// <summary>What is to be done.</summary>
    [Id(6)] public ImmutableArray<PlannedProcedure> Procedures { get; init; } = [];

    /// <summary>Where the confirmation stands.</summary>
    [Id(7)] public ConfirmationStatus Confirmation { get; init; }

    /// <summary>The last request to confirm.</summary>
    [Id(8)] public ConfirmationRequest? Request { get; init; }

    /// <summary>Whether the patient may confirm or ask for a call now (domain.md C2).</summary>
    [Id(9)] public bool AwaitsAnswer { get; init; }

    /// <summary>The last changes, newest last. Empty for patients.</summary>
    [Id(10)] public ImmutableArray<AppointmentChange> History { get; init; } = [];

    /// <summary>Who asked for a call. None for patients.</summary>
    [Id(11)] public CallBack? CallBack { get; init; }
}
