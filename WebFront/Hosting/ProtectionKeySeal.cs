using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Portal.Silo;

namespace Portal.WebFront.Hosting;

/// <summary>
/// Encrypts the keys of cookies and forms with a key made from the cluster secret: whoever reads the database cannot
/// forge a session. The framework makes one by its constructor to read a stored key.
/// </summary>
public sealed class ProtectionKeySeal(IServiceProvider services) : IXmlEncryptor, IXmlDecryptor
{
    private readonly byte[] _key = ClusterSecret.KeyFor(services.GetRequiredService<PortalSettings>(), "protection keys");

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var sealedKey = new byte[AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize + plain.Length];
        var (nonce, tag, cipher) = Parts(sealedKey);
        RandomNumberGenerator.Fill(nonce.Span);
        using var aes = new AesGcm(_key, tag.Length);
        aes.Encrypt(nonce.Span, plain, cipher.Span, tag.Span);
        return new(new XElement("sealed", Convert.ToBase64String(sealedKey)), typeof(ProtectionKeySeal));
    }

    public XElement Decrypt(XElement encryptedElement)
    {
        var (nonce, tag, cipher) = Parts(Convert.FromBase64String(encryptedElement.Value));
        var plain = new byte[cipher.Length];
        using var aes = new AesGcm(_key, tag.Length);
        aes.Decrypt(nonce.Span, cipher.Span, tag.Span, plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }

    private static (Memory<byte> Nonce, Memory<byte> Tag, Memory<byte> Cipher) Parts(Memory<byte> sealedKey)
    {
        var tagAt = AesGcm.NonceByteSizes.MaxSize;
        var cipherAt = tagAt + AesGcm.TagByteSizes.MaxSize;
        return (sealedKey[..tagAt], sealedKey[tagAt..cipherAt], sealedKey[cipherAt..]);
    }
}
