using System.Globalization;
using System.Text;

namespace Portal.Storage.Tests;

/// <summary>Whatever key and text: it comes back as it went in.</summary>
public abstract class DocumentContentSuite(TestDatabase database) : StorageSuite(database)
{
    [Fact]
    public async Task Keys_that_look_like_numbers_have_rows_of_their_own()
    {
        string[] keys =
        [
            "20235/1", "020235/1", "0020235/1", "0abc/1", "abc/1", "00000000-0000-0000-0000-000000000001/1",
            "demo/20235", "demo/020235", "demo/0x20235", "demo/2.0235e4", "demo/-20235", "demo/0abc", "demo/abc", "demo/ABC",
            "demo/6f9619ff-8b86-d011-b42d-00c04fc964ff", "demo/6f9619ff8b86d011b42d00c04fc964ff",
            "demo/6F9619FF-8B86-D011-B42D-00C04FC964FF", "demo/1+2", "demo/true", "demo/null", "demo/a%b", "demo/a_b", "demo/a'b",
        ];
        foreach (var key in keys)
            await Write(key, $"the one of {key}");

        foreach (var key in keys)
        {
            Assert.Equal($"the one of {key}", await ReadText(key));
            Assert.Equal(1, await CountRows(key));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task A_document_of_megabytes_is_written_read_and_rewritten(int megabytes)
    {
        var key = $"demo/large-{megabytes}";
        var text = Text(megabytes * 1024 * 1024);
        var note = await Write(key, text);
        await Write(key, text + " and more", note);

        Assert.Equal(text + " and more", await ReadText(key));
    }

    [Fact]
    public async Task Text_of_every_unicode_plane_comes_back_unchanged()
    {
        var text = new StringBuilder();
        for (var plane = 0; plane <= 16; plane++)
            foreach (var offset in (int[])[0x0001, 0x0041, 0x1F600 & 0xFFFF, 0x8000, 0xD7FF, 0xE000, 0xFFFD, 0xFFFE, 0xFFFF])
                text.Append(new Rune((plane << 16) + offset).ToString());

        await Write("demo/planes", text.ToString());

        Assert.Equal(text.ToString(), await ReadText("demo/planes"));
    }

    [Theory]
    [InlineData("quotes \" ' ` and \\ and \\\\")]
    [InlineData("the text \\u0000 spelled out, and \\\\u0000")]
    [InlineData("tab\tline\nreturn\r\u0001\u001f\u007f\u0085\u2028\u2029")]
    [InlineData("e\u0301 is not \u00e9, \u200d joins, \u202e turns")]
    [InlineData("@GrainIdN0 $1 :name {0} %s '); drop table grain_state; --")]
    [InlineData("")]
    public async Task Awkward_text_comes_back_unchanged(string text)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"demo/awkward-{text.Length}");
        await Write(key, text);

        Assert.Equal(text, await ReadText(key));
    }

    [Fact]
    public async Task Documents_are_json_that_a_view_can_read_the_same_way_in_both_databases()
    {
        var note = new GrainState<Note>(new Note { Text = "Zoë", Count = 7, Closed = true, Inner = new Note { Text = "deep" } });
        await Storage.WriteStateAsync(Note.StateName, Note.Id("demo/json"), note);

        var row = Assert.Single(await List(
            """
            select doc ->> 'text', cast(doc ->> 'count' as bigint) + 1, doc -> 'inner' ->> 'text', doc ->> 'absent'
            from grain_state where id = 'demo/json' and doc -> 'closed' = 'true'
            """));

        Assert.Equal("Zoë|8|deep|", row);
    }

    [Fact]
    public async Task Only_documents_that_owe_a_delivery_are_listed_as_pending()
    {
        await Write("demo/owes-nothing", "quiet");
        var owing = new GrainState<Note>(new Note { Text = "owing", Outbox = ["mail"] });
        await Storage.WriteStateAsync(Note.StateName, Note.Id("demo/owes"), owing);

        var pending = Assert.Single(await List("select state, id, modified from outbox_pending"));
        owing.State = owing.State! with { Outbox = null };
        await Storage.WriteStateAsync(Note.StateName, Note.Id("demo/owes"), owing);

        Assert.Matches(@"^note\|demo/owes\|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", pending);
        Assert.Empty(await List("select id from outbox_pending"));
    }

    [Fact]
    public async Task Modified_is_the_utc_time_of_the_last_write()
    {
        var before = TimeProvider.System.GetUtcNow().AddSeconds(-1).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var note = await Write("demo/modified", "one");
        var first = Assert.Single(await List("select modified from grain_state where id = 'demo/modified'"));
        await Write("demo/modified", "two", note);
        var second = Assert.Single(await List("select modified from grain_state where id = 'demo/modified'"));
        var after = TimeProvider.System.GetUtcNow().AddSeconds(1).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

        Assert.Equal([before, first, second, after], new[] { after, second, first, before }.Order(StringComparer.Ordinal));
    }

    private static string Text(int length)
    {
        var text = new StringBuilder(length);
        for (var line = 0; text.Length < length; line++)
            text.Append(CultureInfo.InvariantCulture, $"Line {line}: the quick brown fox, ");
        return text.ToString();
    }
}

public sealed class SqliteDocumentContentTests(SqliteDatabase database)
    : DocumentContentSuite(database), IClassFixture<SqliteDatabase>;

[Collection(PostgresTests.Name)]
public sealed class PostgresDocumentContentTests(PostgresDatabase database)
    : DocumentContentSuite(database), IClassFixture<PostgresDatabase>;
