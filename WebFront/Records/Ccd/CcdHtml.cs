using System.Text;
using System.Text.Encodings.Web;

namespace Portal.WebFront.Records.Ccd;

/// <summary>A document as one HTML file that needs nothing else: no script, nothing loaded.</summary>
internal static class CcdHtml
{
    private const string Style = """
        :root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem}
        h1{line-height:1.2}h2{margin-top:2rem;border-bottom:1px solid}dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem}
        dt{font-weight:600}dd{margin:0}.table-wrap{overflow-x:auto}table{border-collapse:collapse;width:100%}
        th,td{border:1px solid;padding:.35rem .6rem;text-align:start;vertical-align:top}@media print{nav{display:none}}
        """;

    public static byte[] Of(CcdView view)
    {
        var html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">");
        html.Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">");
        html.Append("<title>").Append(Encode(view.Title)).Append("</title><style>").Append(Style).Append("</style></head><body><main>");
        html.Append("<h1>").Append(Encode(view.Title)).Append("</h1><dl>");
        foreach (var (name, value) in view.Facts)
            html.Append("<dt>").Append(Encode(name)).Append("</dt><dd>").Append(Encode(value)).Append("</dd>");
        html.Append("</dl><nav aria-label=\"Contents\"><ul>");
        foreach (var section in view.Sections)
            html.Append("<li><a href=\"#").Append(section.Anchor).Append("\">").Append(Encode(section.Title)).Append("</a></li>");
        html.Append("</ul></nav>");
        foreach (var section in view.Sections)
            html.Append("<section id=\"").Append(section.Anchor).Append("\"><h2>").Append(Encode(section.Title)).Append("</h2>").Append(section.Html).Append("</section>");
        return Encoding.UTF8.GetBytes(html.Append("</main></body></html>\n").ToString());
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
