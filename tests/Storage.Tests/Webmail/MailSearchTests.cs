using Portal.Grains.Interfaces.Webmail;
using Portal.Grains.Webmail;

namespace Portal.Storage.Tests.Webmail;

/// <summary>Words of messages are found as names of patients are: whatever their case and accents, in every script.</summary>
public abstract class MailSearchSuite(TestDatabase database)
{
    private static int _practices;

    private readonly MailStore _store = new(database);

    [Theory]
    [InlineData("Übelkeit seit gestern", "übelkeit")]
    [InlineData("Übelkeit seit gestern", "ÜBELKEIT")]
    [InlineData("Übelkeit seit gestern", "ubelkeit")]
    [InlineData("ubelkeit", "Übelkeit")]
    [InlineData("U\u0308belkeit", "übelkeit")]
    [InlineData("Große Schmerzen", "GROSSE")]
    [InlineData("Ich mußte Łódź verlassen", "lodz")]
    [InlineData("Dr. O’Brien rief an", "o'brien")]
    [InlineData("Seit\ngestern", "seit gestern")]
    [InlineData("X-ray", "x ray")]
    [InlineData("Болит ЗУБ", "болит зуб")]
    [InlineData("Ο ΠΟΝΟΣ", "πονοσ")]
    [InlineData("दाँत में दर्द", "दर्द")]
    [InlineData("100% better_now!", "100% better_now!")]
    [InlineData("so！", "so!")]
    public async Task A_word_is_found_in_an_open_page_and_in_a_sealed_one(string body, string typed)
    {
        var practice = Practice();
        await _store.Add(practice, ("open", MailStore.About("ana", 2, "Crown", MailStore.Said(body))), ("sealed", MailStore.About("ana", 1)));
        await _store.Seal(practice, "sealed", MailStore.Said(body));

        Assert.Equal(["open", "sealed"], await Patient(practice, typed));
        Assert.Equal(["open", "sealed"], await Staff(practice, typed));
    }

    [Theory]
    [InlineData("zoe")]
    [InlineData("NANDU")]
    [InlineData("ÄRGER")]
    public async Task Subject_and_names_are_searched_too(string typed)
    {
        var practice = Practice();
        await _store.Add(practice, ("one", MailStore.About("child", 1, "Ärger mit der Krone")));

        Assert.Equal(["one"], await Patient(practice, typed));
    }

    [Theory]
    [InlineData("a%z")]
    [InlineData("a_z")]
    [InlineData("a!z")]
    public async Task Signs_stand_for_themselves(string typed)
    {
        var practice = Practice();
        await _store.Add(practice, ("one", MailStore.About("ana", 1, "Crown", MailStore.Said("abz"))));

        Assert.Empty(await Patient(practice, typed));
    }

    [Fact]
    public async Task A_patient_finds_no_word_of_a_note()
    {
        var practice = Practice();
        await _store.Add(practice, ("one", MailStore.About("ana", 1, "Crown", MailStore.Said("Überfällig", Author.Note))));

        Assert.Empty(await Patient(practice, "überfällig"));
        Assert.Equal(["one"], await Staff(practice, "überfällig"));
    }

    private Task<string[]> Patient(string practice, string typed) =>
        _store.List(MailSql.PatientPage(new(MailFolder.Inbox, typed), practice, MailStore.Owner, about: null));

    private Task<string[]> Staff(string practice, string typed) =>
        _store.List(MailSql.PracticePage(new([], null, WorkFilter.Open, typed), practice, null, done: 0));

    private static string Practice() => $"search-{Interlocked.Increment(ref _practices)}";
}

public sealed class SqliteMailSearchTests(SqliteDatabase database) : MailSearchSuite(database), IClassFixture<SqliteDatabase>;

[Collection(PostgresTests.Name)]
public sealed class PostgresMailSearchTests(PostgresDatabase database) : MailSearchSuite(database), IClassFixture<PostgresDatabase>;
