using System.Security.Cryptography;
using System.Text;
using Portal.Grains.Records.Subscriptions;

namespace Portal.Silo.Subscriptions;

/// <summary>
/// AES-GCM, as the keys of cookies are kept: in a cluster the key is made from the cluster secret; an embedded portal draws
/// one that lies in its data folder, beside those keys and not in the database.
/// </summary>
public sealed class SecretSeal : ISecretSeal
{
    private const string Mark = "sealed:";
    private readonly byte[] _key;

    public SecretSeal(PortalSettings settings) =>
        _key = settings.Mode is PortalMode.Embedded ? OwnKey(settings) : ClusterSecret.KeyFor(settings, "subscription headers");

    public string Seal(string text, string of)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var whole = new byte[AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize + plain.Length];
        var (nonce, tag, cipher) = Parts(whole);
        RandomNumberGenerator.Fill(nonce.Span);
        using var aes = new AesGcm(_key, tag.Length);
        aes.Encrypt(nonce.Span, plain, cipher.Span, tag.Span, Encoding.UTF8.GetBytes(of));
        return Mark + Convert.ToBase64String(whole);
    }

    public string? Open(string text, string of)
    {
        if (!text.StartsWith(Mark, StringComparison.Ordinal))
            return text;
        var whole = new byte[text.Length];
        if (!Convert.TryFromBase64String(text[Mark.Length..], whole, out var length) || length < AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize)
            return null;
        var (nonce, tag, cipher) = Parts(whole.AsMemory(0, length));
        var plain = new byte[cipher.Length];
        using var aes = new AesGcm(_key, tag.Length);
        try
        {
            aes.Decrypt(nonce.Span, cipher.Span, tag.Span, plain, Encoding.UTF8.GetBytes(of));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>The data folder belongs to one process, which has locked it.</summary>
    private static byte[] OwnKey(PortalSettings settings)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetFullPath(settings.DataFolder), "keys"));
        var file = Path.Combine(folder.FullName, "subscription-headers.key");
        if (!File.Exists(file))
        {
            var fresh = $"{file}.new";
            File.WriteAllText(fresh, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(fresh, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.Move(fresh, file);
        }

        return Convert.FromBase64String(File.ReadAllText(file));
    }

    private static (Memory<byte> Nonce, Memory<byte> Tag, Memory<byte> Cipher) Parts(Memory<byte> whole)
    {
        var tagAt = AesGcm.NonceByteSizes.MaxSize;
        var cipherAt = tagAt + AesGcm.TagByteSizes.MaxSize;
        return (whole[..tagAt], whole[tagAt..cipherAt], whole[cipherAt..]);
    }
}
