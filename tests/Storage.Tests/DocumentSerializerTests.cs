using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Grains.Documents;
using Portal.Silo.Storage;

namespace Portal.Storage.Tests;

public sealed class DocumentSerializerTests
{
    private static readonly DocumentUpcasts _twoSteps = new DocumentUpcasts()
        .Add<Visit>(1, document => Renamed(document, "who", "patient"))
        .Add<Visit>(2, document =>
        {
            document["minutes"] = (int)document["hours"]! * 60;
            return document;
        });

    [Fact]
    public void A_document_is_written_with_the_number_of_this_program_whatever_it_was_made_with()
    {
        var json = Text(Serializer(_twoSteps).Serialize(new Visit { Version = 1, Patient = "p1" }));

        Assert.StartsWith("""{"v":3,""", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"v":3,"patient":"p1","minutes":120}""")]
    [InlineData("""{"patient":"p1","minutes":120,"v":3}""")]
    [InlineData("""{"v":2,"patient":"p1","hours":2}""")]
    [InlineData("""{"v":1,"who":"p1","hours":2}""")]
    [InlineData("""{"who":"p1","inner":{"v":9},"hours":2}""")]
    public void Every_released_version_is_read_as_today(string document)
    {
        var visit = Serializer(_twoSteps).Deserialize<Visit>(BinaryData.FromString(document))!;

        Assert.Equal(new Visit { Version = 3, Patient = "p1", Minutes = 120 }, visit);
    }

    [Fact]
    public void A_document_of_a_newer_release_is_refused()
    {
        var refusal = Assert.Throws<DocumentException>(
            () => Serializer(_twoSteps).Deserialize<Visit>(BinaryData.FromString("""{"v":4,"patient":"secret"}""")));

        Assert.Equal("A Visit document has version 4 and this program knows 3: it was written by a newer release.", refusal.Message);
    }

    [Fact]
    public void A_document_without_steps_is_at_version_one()
    {
        var serializer = Serializer(new DocumentUpcasts());

        Assert.StartsWith("""{"v":1,""", Text(serializer.Serialize(new Visit { Patient = "p1" })), StringComparison.Ordinal);
        Assert.Throws<DocumentException>(() => serializer.Deserialize<Visit>(BinaryData.FromString("""{"v":2}""")));
        Assert.Throws<DocumentException>(() => serializer.Deserialize<Visit>(BinaryData.FromString("""{"v":0}""")));
    }

    [Fact]
    public void Steps_are_added_in_order()
    {
        Assert.Throws<ArgumentException>(() => new DocumentUpcasts().Add<Visit>(2, document => document));
        Assert.Throws<ArgumentException>(() => new DocumentUpcasts().Add<Visit>(1, document => document).Add<Visit>(1, document => document));
    }

    [Theory]
    [InlineData("\0")]
    [InlineData("\\\0")]
    [InlineData("\\\\\0")]
    [InlineData("\\u0000\0")]
    public void The_null_character_is_refused_wherever_it_stands(string text) =>
        Assert.Throws<DocumentException>(() => Serializer(new DocumentUpcasts()).Serialize(new Visit { Patient = text }));

    [Theory]
    [InlineData("\\u0000")]
    [InlineData("\\\\u0000\\u0000")]
    public void Text_that_only_spells_the_null_character_is_kept(string text)
    {
        var serializer = Serializer(new DocumentUpcasts());

        Assert.Equal(text, serializer.Deserialize<Visit>(serializer.Serialize(new Visit { Patient = text }))!.Patient);
    }

    public static TheoryData<Type> States() => [.. typeof(DocumentState).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(DocumentState)) && !type.IsAbstract)];

    [Theory]
    [MemberData(nameof(States))]
    public void Every_state_of_the_portal_is_known_to_its_serializer(Type state)
    {
        var serializer = new DocumentSerializer(DocumentJson.Options, new DocumentUpcasts());
        var serialize = typeof(DocumentSerializer).GetMethod(nameof(DocumentSerializer.Serialize))!.MakeGenericMethod(state);

        var json = Text((BinaryData)serialize.Invoke(serializer, [Activator.CreateInstance(state)])!);

        Assert.StartsWith("""{"v":1""", json, StringComparison.Ordinal);
    }

    private static DocumentSerializer Serializer(DocumentUpcasts upcasts) => new(JsonSerializerOptions.Web, upcasts);

    private static string Text(BinaryData data) => Encoding.UTF8.GetString(data);

    private static JsonObject Renamed(JsonObject document, string from, string to)
    {
        document[to] = document[from]!.DeepClone();
        document.Remove(from);
        return document;
    }

    private sealed record Visit : DocumentState
    {
        public string Patient { get; init; } = "";

        public int Minutes { get; init; }
    }
}
