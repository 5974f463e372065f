using System.Collections.Immutable;

namespace Portal.Grains.Interfaces.Records;

/// <summary>What was done with a summary.</summary>
[GenerateSerializer, Alias("portal.records.RecordCopyKind")]
public enum RecordCopyKind
{
    /// <summary>It was shown.</summary>
    View,

    /// <summary>It was taken as a file.</summary>
    Download,

    /// <summary>It was sent by ordinary e-mail.</summary>
    Email,

    /// <summary>It was sent by Direct secure messaging.</summary>
    Direct,
}

/// <summary>In which form.</summary>
[GenerateSerializer, Alias("portal.records.RecordCopyForm")]
public enum RecordCopyForm
{
    /// <summary>On a page.</summary>
    Page,

    /// <summary>A package of the document, a stylesheet and a copy to read.</summary>
    Package,

    /// <summary>For paper.</summary>
    Pdf,

    /// <summary>The International Patient Summary as FHIR JSON.</summary>
    Fhir,

    /// <summary>The document alone.</summary>
    Document,
}

/// <summary>As what the person acted.</summary>
[GenerateSerializer, Alias("portal.records.RecordCopyRole")]
public enum RecordCopyRole
{
    /// <summary>The patient.</summary>
    Patient,

    /// <summary>Somebody who may act for the patient.</summary>
    Representative,

    /// <summary>Somebody of the practice.</summary>
    Staff,
}

/// <summary>Where a sent copy stands.</summary>
[GenerateSerializer, Alias("portal.records.RecordCopyStanding")]
public enum RecordCopyStanding
{
    /// <summary>Done, or handed over to the mail server.</summary>
    Done,

    /// <summary>Still to be handed over.</summary>
    Underway,

    /// <summary>It could not be handed over; the practice's staff see why.</summary>
    Failed,
}

/// <summary>Notes a copy.</summary>
/// <param name="PatientId">Whose summary.</param>
/// <param name="Edition">Which edition of the document.</param>
/// <param name="Form">In which form.</param>
[GenerateSerializer, Immutable, Alias("portal.records.RecordCopy")]
public sealed record RecordCopy(
    [property: Id(0)] string PatientId,
    [property: Id(1)] int Edition,
    [property: Id(2)] RecordCopyForm Form);

/// <summary>Sends a copy.</summary>
/// <param name="Copy">What is sent.</param>
/// <param name="Kind"><see cref="RecordCopyKind.Email"/> or <see cref="RecordCopyKind.Direct"/>.</param>
/// <param name="To">The address.</param>
/// <param name="FileId">The stored file that goes along.</param>
/// <param name="FileName">Its name.</param>
/// <param name="MediaType">Its media type.</param>
[GenerateSerializer, Immutable, Alias("portal.records.SendRecordCopy")]
public sealed record SendRecordCopy(
    [property: Id(0)] RecordCopy Copy,
    [property: Id(1)] RecordCopyKind Kind,
    [property: Id(2)] string To,
    [property: Id(3)] string FileId,
    [property: Id(4)] string FileName,
    [property: Id(5)] string MediaType);

/// <summary>Asks for the history of a patient's summary.</summary>
/// <param name="PatientId">The patient.</param>
/// <param name="After">The cursor of the page before, or none.</param>
/// <param name="Size">Entries wanted, 1 to 100.</param>
[GenerateSerializer, Immutable, Alias("portal.records.RecordCopyQuery")]
public sealed record RecordCopyQuery(
    [property: Id(0)] string PatientId,
    [property: Id(1)] string? After = null,
    [property: Id(2)] int Size = 50);

/// <summary>One entry of the history.</summary>
/// <param name="Id">The copy.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Kind">What was done.</param>
/// <param name="Form">In which form.</param>
/// <param name="Edition">Which edition.</param>
/// <param name="ByName">Who did it, by the name of that time.</param>
/// <param name="ByRole">As what.</param>
/// <param name="To">The address that it was sent to; empty when it was not sent.</param>
/// <param name="Standing">Where a sent one stands.</param>
[GenerateSerializer, Immutable, Alias("portal.records.RecordCopyEntry")]
public sealed record RecordCopyEntry(
    [property: Id(0)] string Id,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] RecordCopyKind Kind,
    [property: Id(3)] RecordCopyForm Form,
    [property: Id(4)] int Edition,
    [property: Id(5)] string ByName,
    [property: Id(6)] RecordCopyRole ByRole,
    [property: Id(7)] string To,
    [property: Id(8)] RecordCopyStanding Standing);

/// <summary>A page of the history.</summary>
/// <param name="Entries">At most the size asked for.</param>
/// <param name="Views">How often it was shown, in all.</param>
/// <param name="Downloads">How often it was taken.</param>
/// <param name="Transmissions">How often it was sent.</param>
/// <param name="Next">The cursor of the next page, or none at the end.</param>
[GenerateSerializer, Immutable, Alias("portal.records.RecordCopyPage")]
public sealed record RecordCopyPage(
    [property: Id(0)] ImmutableArray<RecordCopyEntry> Entries,
    [property: Id(1)] int Views,
    [property: Id(2)] int Downloads,
    [property: Id(3)] int Transmissions,
    [property: Id(4)] string? Next);
