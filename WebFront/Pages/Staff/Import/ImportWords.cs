using Portal.Grains.Interfaces.Records;

namespace Portal.WebFront.Pages.Staff.Import;

/// <summary>The states of an import in words.</summary>
public static class ImportWords
{
    public static string Of(ImportStatus status) => status switch
    {
        ImportStatus.Open => "Being read",
        ImportStatus.Checking => "Being checked",
        ImportStatus.Running => "At work",
        ImportStatus.Done => "Finished",
        ImportStatus.Refused => "Refused",
        _ => "Broken off",
    };

    public static string ToneOf(ImportStatus status) => status switch
    {
        ImportStatus.Done => "good",
        ImportStatus.Refused => "bad",
        ImportStatus.Dropped => "bad",
        _ => "info",
    };
}
