using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using ZXing;
using ZXing.Common;
using ZXing.QrCode;

namespace Portal.WebFront.Tests.Sharing;

/// <summary>Reads a QR code of a page as a camera does: from the dark squares that are drawn.</summary>
internal static partial class QrReader
{
    private const int Scale = 4;
    private const byte Dark = 0;

    /// <returns>What it says; null where it is no code.</returns>
    public static string? Read(IElement svg)
    {
        var size = int.Parse(svg.GetAttribute("viewBox")!.Split(' ')[2], CultureInfo.InvariantCulture) * Scale;
        var picture = new byte[size * size];
        Array.Fill(picture, byte.MaxValue);
        foreach (var path in svg.QuerySelectorAll("path").Where(path => path.GetAttribute("fill") == "#000"))
        {
            foreach (Match run in Run().Matches(path.GetAttribute("d")!))
                Darken(picture, size, Number(run, 1), Number(run, 2), Number(run, 3));
        }

        var light = new RGBLuminanceSource(picture, size, size, RGBLuminanceSource.BitmapFormat.Gray8);
        return new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(light)))?.Text;
    }

    private static void Darken(byte[] picture, int size, int x, int y, int length)
    {
        for (var row = y * Scale; row < (y + 1) * Scale; row++)
            Array.Fill(picture, Dark, (row * size) + (x * Scale), length * Scale);
    }

    private static int Number(Match run, int group) => int.Parse(run.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"M(\d+) (\d+)h(\d+)v1h-\3z")]
    private static partial Regex Run();
}
