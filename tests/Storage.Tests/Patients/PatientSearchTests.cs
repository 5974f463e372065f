using Portal.Grains.Interfaces.Patients;

namespace Portal.Storage.Tests.Patients;

/// <summary>What staff find when they type into the search field.</summary>
public abstract class PatientSearchSuite(TestDatabase database) : IAsyncLifetime
{
    private const string Practice = "search";
    private PatientStore _store = null!;

    public async Task InitializeAsync()
    {
        _store = new(database);
        if ((await _store.Search(Practice, "", hidden: true)).Length > 0)
            return;
        await _store.Add(
            Practice,
            ("maria", PatientStore.Of(new()
            {
                FirstName = "María José", LastName = "Álvarez-Núñez", BirthDate = new(1984, 7, 9),
                WirelessPhone = "+1 (312) 555-0142", Email = "Maria.Alvarez@example.com",
            })),
            ("alan", PatientStore.Of(new() { FirstName = "Alan", LastName = "Marino", BirthDate = new(1984, 7, 9), HomePhone = "312-555-0199" })),
            ("cruz", PatientStore.Of(new() { FirstName = "Ana", LastName = "de la Cruz", WorkPhone = "773 555 0142", Email = "office@example.com" })),
            ("liz", PatientStore.Of(new() { FirstName = "Elizabeth", PreferredName = "Liz", LastName = "O'Brien" })),
            ("liam", PatientStore.Of(new() { FirstName = "Liam", LastName = "Obrien" })),
            ("gone", PatientStore.Of(new() { FirstName = "Maria", LastName = "Archer" }, PatientStatus.Archived)));
        await _store.Add("other", ("maria", PatientStore.Of(new() { FirstName = "Maria", LastName = "Alvarez" })));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("", "maria,cruz,alan,liz,liam")]
    [InlineData("alvarez", "maria")]
    [InlineData("ÁLV", "maria")]
    [InlineData("alvarez nunez", "maria")]
    [InlineData("mari", "alan,maria")]
    [InlineData("maría jose", "maria")]
    [InlineData("maria alv", "maria")]
    [InlineData("alv maria", "maria")]
    [InlineData("Alvarez, Mar", "maria")]
    [InlineData("alvarez, alan", "")]
    [InlineData(", maria", "maria")]
    [InlineData("ana de la cruz", "cruz")]
    [InlineData("de la", "cruz")]
    [InlineData("o’brien", "liz,liam")]
    [InlineData("li", "liam,liz")]
    [InlineData("1984-07-09", "maria,alan")]
    [InlineData("7/9/1984", "maria,alan")]
    [InlineData("07/09/1984", "maria,alan")]
    [InlineData("1984-07-08", "")]
    [InlineData("312", "maria,alan")]
    [InlineData("(312) 555-01", "maria,alan")]
    [InlineData("+1 312 555 0142", "maria")]
    [InlineData("0142", "maria,cruz")]
    [InlineData("5550142", "maria,cruz")]
    [InlineData("maria.alvarez@", "maria")]
    [InlineData("MARIA.ALVAREZ@EXAMPLE.COM", "maria")]
    [InlineData("office", "cruz")]
    [InlineData("%", "")]
    [InlineData("' or 1=1 --", "")]
    public async Task Finds(string typed, string ids) =>
        Assert.Equal(ids.Split(',', StringSplitOptions.RemoveEmptyEntries), await _store.Search(Practice, typed));

    [Fact]
    public async Task Patients_who_cannot_be_seen_are_listed_when_they_are_asked_for()
    {
        Assert.DoesNotContain("gone", await _store.Search(Practice, "arch"));
        Assert.Equal(["gone"], await _store.Search(Practice, "arch", hidden: true));
    }

    [Fact]
    public async Task Another_practice_has_patients_of_its_own()
    {
        Assert.Equal(["maria"], await _store.Search("other", "alvarez"));
        Assert.Empty(await _store.Search("nowhere", ""));
    }

    [Fact]
    public async Task A_row_shows_what_tells_namesakes_apart()
    {
        var page = await _store.Queries.Search(Practice, new("alvarez", null));

        Assert.Equal(
            new("maria", "Álvarez-Núñez", "María José", new(1984, 7, 9), "+1 (312) 555-0142", "Maria.Alvarez@example.com", PatientStatus.Patient, OnlineAccessState.NoAccount),
            Assert.Single(page.Rows));
        Assert.Null(page.Next);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no cursor")]
    [InlineData("99.maria")]
    [InlineData("0.nobody")]
    [InlineData("-1.maria")]
    public async Task A_cursor_that_leads_nowhere_begins_again(string cursor) =>
        Assert.Equal("maria", (await _store.Queries.Search(Practice, new("", cursor))).Rows[0].Id);
}

public sealed class SqlitePatientSearchTests(SqliteDatabase database) : PatientSearchSuite(database), IClassFixture<SqliteDatabase>;

[Collection(PostgresTests.Name)]
public sealed class PostgresPatientSearchTests(PostgresDatabase database)
    : PatientSearchSuite(database), IClassFixture<PostgresDatabase>;
