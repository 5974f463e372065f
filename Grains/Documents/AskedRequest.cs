using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Portal.Grains.Documents;

/// <summary>
/// A command as a document recognises it again: by its id and by what it asked for. One id may come with two commands:
/// a second button of the same page, or a text that was corrected after the first answer was lost.
/// </summary>
/// <param name="Id">The command's request id.</param>
/// <param name="Asked">The command's name and a digest of its content; none in documents that were stored without it.</param>
public readonly record struct AskedRequest(string Id, string? Asked)
{
    // It tells apart what one person sent under one id; nobody gains by finding two texts with the same digest.
    private const int DigestBytes = 8;

    /// <summary>What has its first value is left out, so that a property that a later release adds changes no digest.</summary>
    private static readonly JsonSerializerOptions _content = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <param name="id">The command's request id.</param>
    /// <param name="command">Its name, short: it is stored with every answer.</param>
    /// <param name="content">What makes it another command when it differs. Never a password, and nothing that a repetition draws anew.</param>
    public static AskedRequest Of(string id, string command, object? content = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return new(id, content is null ? command : $"{command}:{DigestOf(content)}");
    }

    public bool IsSameAs(AnsweredRequest answered) =>
        Id == answered.Id && (Asked is null || answered.Asked is null || Asked == answered.Asked);

    private static string DigestOf(object content) =>
        Base64Url.EncodeToString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content, content.GetType(), _content)).AsSpan(0, DigestBytes));
}
