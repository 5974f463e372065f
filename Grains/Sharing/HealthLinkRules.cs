using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Sharing;
using static Portal.Grains.Documents.Decide;

namespace Portal.Grains.Sharing;

/// <summary>How a health link is made, opened and ended.</summary>
public static class HealthLinkRules
{
    /// <summary>The delivery that takes the file away when the link has ended.</summary>
    public const string RemoveFile = "share.remove_file";

    /// <summary>The delivery that wakes a link when its document is to go.</summary>
    public const string Forget = "share.forget";

    /// <summary>How long its list shows a link that works no more; the audit trail has it for longer.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    /// <summary>How long a link may take to be made, tries that broke off among it.</summary>
    public static readonly TimeSpan MakingTime = TimeSpan.FromMinutes(10);

    public static readonly Problem Nobody = new(
        "share.unknown_patient", "Choose whose summary to share.", nameof(MakeHealthLink.PatientId));

    public static readonly Problem Unknown = new("share.unknown", "This link is not there any more. Reload the page.");

    public static readonly Problem Crowded = new(
        "share.crowded", $"Other links to this summary are being made at this moment, and no more than {HealthLinkLimits.OpenPerPatient} may work. Try again.");

    public static readonly Problem WrongPasscode = new("share.passcode", "The passcode is not right.");

    /// <summary>Everything that stands in the way of a new link.</summary>
    /// <param name="state">The link as it is.</param>
    /// <param name="command">What is asked.</param>
    /// <param name="others">How many other links of the patient work or are being made now.</param>
    public static ImmutableArray<Problem> Problems(HealthLinkState state, MakeHealthLink command, int others)
    {
        var checks = new FieldChecks("share");
        if (IsMade(state))
            checks.Refuse("made", "This link was made already. Send the form again for another one.");
        checks.Text(FieldChecks.Tidy(command.Label), nameof(command.Label), "the name", HealthLinkLimits.Label);
        CheckPasscode(checks, command.Passcode);
        if (!Enum.IsDefined(command.Life))
            checks.Refuse("life_unknown", "Choose how long the link works.", nameof(command.Life));
        if (IsFull(others))
        {
            checks.Refuse("too_many", string.Create(
                CultureInfo.InvariantCulture, $"{HealthLinkLimits.OpenPerPatient} links to this summary work already. Revoke one that is not needed any more."));
        }

        if (command.File.Length > HealthLinkLimits.File)
            checks.Refuse("too_large", "The summary is too large for a link. Please ask the practice to send it.");
        // The server that keeps the file must not be able to read it, whatever went wrong before.
        else if (command.File.Split('.') is not [{ Length: > 0 }, "", { Length: > 0 }, { Length: > 0 }, { Length: > 0 }])
            checks.Refuse("not_encrypted", "The summary could not be encrypted. Try again.");
        return checks.Problems;
    }

    public static bool IsFull(int others) => others >= HealthLinkLimits.OpenPerPatient;

    /// <summary>Before its file is written: it takes its place, and owes that a file without a link goes.</summary>
    public static HealthLinkState Begun(MakeHealthLink command, LinkMaking making)
    {
        var until = making.Now + MakingTime;
        var next = new HealthLinkState { PatientId = command.PatientId, BeingMade = true, MadeAt = making.Now, ExpiresAt = until };
        return next.Owe(making.ItemId, RemoveFile, making.LinkId, Done.Value, making.Now, notBefore: until);
    }

    /// <summary>Its file is there.</summary>
    public static Decision<HealthLinkState, Done> Make(HealthLinkState state, MakeHealthLink command, LinkMaking making)
    {
        var label = FieldChecks.Tidy(command.Label);
        var expires = making.Now + LifeOf(command.Life);
        var next = state with
        {
            BeingMade = false,
            Label = label.Length > 0 ? label : HealthLinkLimits.UsualLabel,
            MadeBy = making.By,
            MakerId = making.MakerId,
            MadeAt = making.Now,
            ExpiresAt = expires,
            ViewOnce = command.ViewOnce,
            PasscodeHash = making.PasscodeHash,
        };
        var later = next.Due(RemoveFile, expires).Owe($"{making.ItemId}.forget", Forget, making.LinkId, Done.Value, making.Now, notBefore: expires + Kept);
        return Next(later, Done.Value);
    }

    public static Decision<HealthLinkState, Done> Revoke(HealthLinkState state, DateTimeOffset now) => IsOpen(state, now)
        ? Next(Ended(state, HealthLinkStanding.Revoked, now), Done.Value)
        : Unchanged(state, Done.Value);

    /// <summary>One wrong passcode more; with the last one the link ends.</summary>
    public static HealthLinkState Failed(HealthLinkState state, DateTimeOffset now)
    {
        var next = state with { WrongPasscodes = state.WrongPasscodes + 1 };
        return AttemptsLeft(next) > 0 ? next : Ended(next, HealthLinkStanding.Locked, now);
    }

    /// <summary>Somebody has the file now, or the ticket for it.</summary>
    public static HealthLinkState Opened(HealthLinkState state, string recipient, string? ticketHash, DateTimeOffset now)
    {
        var next = state with
        {
            Opened = Math.Min(state.Opened, int.MaxValue - 1) + 1,
            Openings = [.. state.Openings.Insert(0, new(now, RecipientOf(recipient))).Take(HealthLinkLimits.Openings)],
        };
        return ticketHash is not null ? WithTicket(next, ticketHash, now) : Given(next, now);
    }

    /// <summary>The file goes out for the ticket, which is used up; none when there is no such ticket any more.</summary>
    public static HealthLinkState? Redeemed(HealthLinkState state, string ticketHash, DateTimeOffset now)
    {
        var ticket = state.Tickets.FirstOrDefault(one => one.Hash == ticketHash && one.Until > now);
        return ticket is null ? null : Given(state with { Tickets = state.Tickets.Remove(ticket) }, now);
    }

    public static bool IsMade(HealthLinkState state) => state is { PatientId: not null, BeingMade: false };

    /// <summary>Whether nothing of it is needed any more: a try that broke off, or what ended long ago.</summary>
    public static bool IsForgotten(HealthLinkState state, DateTimeOffset now) =>
        state.PatientId is not null && state.ExpiresAt + (state.BeingMade ? TimeSpan.Zero : Kept) <= now;

    public static bool IsOpen(HealthLinkState state, DateTimeOffset now) =>
        IsMade(state) && StandingOf(state, now) is HealthLinkStanding.Open;

    public static HealthLinkStanding StandingOf(HealthLinkState state, DateTimeOffset now) =>
        state.End ?? (state.ExpiresAt > now ? HealthLinkStanding.Open : HealthLinkStanding.Expired);

    public static int AttemptsLeft(HealthLinkState state) => Math.Max(0, HealthLinkLimits.WrongPasscodes - state.WrongPasscodes);

    /// <summary>As it is hashed and compared: people copy passcodes with the space beside them.</summary>
    public static string PasscodeOf(string? typed) => (typed ?? "").Trim();

    public static HealthLinkView View(HealthLinkState state, string id, bool hasFile, DateTimeOffset now)
    {
        var standing = StandingOf(state, now) is var known && known is HealthLinkStanding.Open && !hasFile ? HealthLinkStanding.Lost : known;
        return new()
        {
            Id = id,
            PatientId = state.PatientId!,
            Label = state.Label,
            MadeBy = state.MadeBy,
            MadeAt = state.MadeAt,
            ExpiresAt = state.ExpiresAt,
            Standing = standing,
            EndedAt = standing is HealthLinkStanding.Open or HealthLinkStanding.Lost ? null : state.EndedAt ?? state.ExpiresAt,
            HasPasscode = state.PasscodeHash is not null,
            ViewOnce = state.ViewOnce,
            Opened = state.Opened,
            Openings = state.Openings,
            WrongPasscodes = state.WrongPasscodes,
        };
    }

    /// <summary>Who typed blanks wanted a passcode.</summary>
    private static void CheckPasscode(FieldChecks checks, string typed)
    {
        var passcode = PasscodeOf(typed);
        var (shortest, longest) = (HealthLinkLimits.ShortestPasscode, HealthLinkLimits.LongestPasscode);
        if (typed.Length > 0 && (passcode.Length < shortest || passcode.Length > longest))
        {
            checks.Refuse("passcode_length", string.Create(
                CultureInfo.InvariantCulture, $"The passcode needs {shortest} to {longest} characters."), nameof(MakeHealthLink.Passcode));
        }
    }

    private static HealthLinkState WithTicket(HealthLinkState state, string hash, DateTimeOffset now)
    {
        var living = state.Tickets.Where(ticket => ticket.Until > now).TakeLast(HealthLinkLimits.Tickets - 1);
        return state with { Tickets = [.. living, new FileTicket(hash, now + HealthLinkLimits.TicketLife)] };
    }

    private static HealthLinkState Given(HealthLinkState state, DateTimeOffset now) =>
        state.ViewOnce ? Ended(state, HealthLinkStanding.Used, now) : state;

    private static HealthLinkState Ended(HealthLinkState state, HealthLinkStanding end, DateTimeOffset now) =>
        (state with { End = end, EndedAt = now, Tickets = [] }).Due(RemoveFile, null);

    private static TimeSpan LifeOf(HealthLinkLife life) => life switch
    {
        HealthLinkLife.Hour => TimeSpan.FromHours(1),
        HealthLinkLife.Day => TimeSpan.FromDays(1),
        HealthLinkLife.Week => TimeSpan.FromDays(7),
        HealthLinkLife.Month => TimeSpan.FromDays(30),
        _ => TimeSpan.FromDays(90),
    };

    /// <summary>Anybody can send anything: what breaks or turns a line is left out, and it is cut between characters.</summary>
    private static string RecipientOf(string text)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.Trim().EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format)
                continue;
            if (shown.Length + rune.Utf16SequenceLength > HealthLinkLimits.Recipient)
                break;
            shown.Append(rune.ToString());
        }

        return shown.ToString();
    }
}

/// <summary>What a new link gets from its grain.</summary>
/// <param name="LinkId">Its id.</param>
/// <param name="By">The name of the person who makes it.</param>
/// <param name="PasscodeHash">The hash of its passcode, if it has one.</param>
/// <param name="ItemId">A new id for the delivery that takes the file away.</param>
/// <param name="Now">When making began.</param>
public sealed record LinkMaking(string LinkId, string By, string? PasscodeHash, string ItemId, DateTimeOffset Now, string? MakerId = null);
