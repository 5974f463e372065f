namespace Portal.Grains.Interfaces.Sharing;

/// <summary>The numbers of health links.</summary>
public static class HealthLinkLimits
{
    /// <summary>What a link is called when nobody named it.</summary>
    public const string UsualLabel = "Health summary";

    /// <summary>Characters of a label, by the specification.</summary>
    public const int Label = 80;

    /// <summary>Characters of the shortest passcode: with ten attempts even six digits are not found by guessing.</summary>
    public const int ShortestPasscode = 6;

    /// <summary>Characters of the longest passcode.</summary>
    public const int LongestPasscode = 64;

    /// <summary>Wrong passcodes in a link's whole life; with the last one it ends.</summary>
    public const int WrongPasscodes = 10;

    /// <summary>Links of one patient that work at the same time.</summary>
    public const int OpenPerPatient = 20;

    /// <summary>Links of one patient that are listed, ended ones among them.</summary>
    public const int Listed = 50;

    /// <summary>Openings that a link tells of; the audit trail has all of them.</summary>
    public const int Openings = 100;

    /// <summary>Characters of what somebody says about who opens a link; more is cut off.</summary>
    public const int Recipient = 100;

    /// <summary>Characters of the encrypted file.</summary>
    public const int File = 4_000_000;

    /// <summary>Tickets of one link at the same time; the oldest gives way.</summary>
    public const int Tickets = 20;

    /// <summary>How long a ticket waits to be used.</summary>
    public static readonly TimeSpan TicketLife = TimeSpan.FromMinutes(5);
}
