namespace Portal.Grains.Sharing;

/// <summary>The questions to the stored links; their index is in migration 0060.</summary>
public static class HealthLinkSql
{
    public const string OfPatient = """
        select link_id, made_at from health_link_index
        where practice = @practice and patient_id = @patient and being_made = 0
        order by made_at desc, link_id desc
        limit @size
        """;

    /// <summary>How many other links of the patient work or are being made.</summary>
    public const string OthersOpen = """
        select count(*) from health_link_index
        where practice = @practice and patient_id = @patient and ended = 0 and expires_at > @now and link_id <> @link
        """;

    /// <summary>Whether there is a file, without reading it.</summary>
    public const string File = "select 1 from grain_state where state = @state and id = @id";
}
