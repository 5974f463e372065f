namespace Portal.Grains.Records.Subscriptions;

/// <summary>Encrypts what the database is not to tell, with a key that is not in it and that all silos have.</summary>
public interface ISecretSeal
{
    /// <summary>Encrypts a text.</summary>
    /// <param name="text">The secret.</param>
    /// <param name="of">What it belongs to: nowhere else it can be opened.</param>
    string Seal(string text, string of);

    /// <summary>The text; none when it was sealed with another key, or for something else. What was never sealed is the text.</summary>
    string? Open(string text, string of);
}
