using System.Collections;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Html;
using QRCoder;

namespace Portal.WebFront.Sharing;

/// <summary>A QR code as a picture inside the page: no address of it exists, and nothing of it is inline style or script.</summary>
internal static class QrPicture
{
    public static IHtmlContent Of(string text, string label)
    {
        using var generator = new QRCodeGenerator();
        // The level that the specification of health links recommends.
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"qr\" role=\"img\" viewBox=\"0 0 {rows.Count} {rows.Count}\" shape-rendering=\"crispEdges\"><title>");
        svg.Append(WebUtility.HtmlEncode(label));
        svg.Append("</title><path fill=\"#fff\" d=\"M0 0h").Append(rows.Count).Append('v').Append(rows.Count).Append("H0z\"/><path fill=\"#000\" d=\"");
        for (var y = 0; y < rows.Count; y++)
            Draw(svg, rows[y], y);
        return new HtmlString(svg.Append("\"/></svg>").ToString());
    }

    /// <summary>Each run of dark modules is one rectangle.</summary>
    private static void Draw(StringBuilder svg, BitArray row, int y)
    {
        for (var x = 0; x < row.Length; x++)
        {
            var start = x;
            while (x < row.Length && row[x])
                x++;
            if (x > start)
                svg.Append(CultureInfo.InvariantCulture, $"M{start} {y}h{x - start}v1h-{x - start}z");
        }
    }
}
