using Orleans.Runtime;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces.Records;
using Portal.Grains.Records;
using Portal.Silo.Storage;

namespace Portal.Storage.Tests.Records;

/// <summary>What an import asks of the stored resources.</summary>
public abstract class RecordQueriesSuite(TestDatabase database) : StorageSuite(database)
{
    private RecordQueries Queries => new(new(Database.Database.DataSource));

    [Fact]
    public async Task A_patient_who_says_to_be_somebodys_relative_is_found_in_the_own_practice()
    {
        await Store("oak", "mother", "Patient", "mother", "same-person|mother-of-leo", "same-person|mother-of-mia");
        await Store("oak", "leo", "Patient", "leo");
        await Store("oak", "leo", "Condition", "decay", "urn:codes|caries");
        await Store("elm", "other", "Patient", "other", "same-person|mother-of-leo");

        var found = await Queries.SamePersons("oak", ["mother-of-leo", "mother-of-mia", "uncle-of-leo"]);

        Assert.Equal(
            [new("mother-of-leo", "mother"), new SamePerson("mother-of-mia", "mother")],
            found.OrderBy(same => same.RelatedPersonId, StringComparer.Ordinal));
        Assert.Equal(new("mother-of-mia", "mother"), Assert.Single(await Queries.SamePersons("oak", ["mother-of-mia"])));
    }

    [Fact]
    public async Task A_resource_is_found_with_its_patient()
    {
        await Store("fir", "leo", "RelatedPerson", "mother-of-leo");
        await Store("yew", "leo", "RelatedPerson", "father-of-leo");

        var found = await Queries.Owners("fir", ["RelatedPerson/mother-of-leo", "RelatedPerson/father-of-leo", "Condition/mother-of-leo"]);

        Assert.Equal(new("RelatedPerson/mother-of-leo", "leo"), Assert.Single(found));
    }

    [Fact]
    public async Task What_one_patients_record_has_no_other_ones_gets()
    {
        await Store("oak", "leo", "Condition", "whose");
        await Store("elm", "mia", "Condition", "whose");
        await Store("oak", "mia", "Procedure", "whose");

        await Assert.ThrowsAsync<TakenException>(() => Store("oak", "mia", "Condition", "whose"));

        Assert.Equal(new("Condition/whose", "leo"), Assert.Single(await Queries.Owners("oak", ["Condition/whose"])));
    }

    [Fact]
    public async Task Doubles_of_an_earlier_time_are_set_aside()
    {
        await Execute("drop index resource_by_reference");
        await Store("ash", "leo", "Condition", "double");
        await Store("ash", "mia", "Condition", "double");

        await Execute(Migration.Embedded(Database.Database.Kind).Single(migration => migration.Name == "one_patient").Text);

        Assert.Equal(new("Condition/double", "leo"), Assert.Single(await Queries.Owners("ash", ["Condition/double"])));
        Assert.Equal("ash/mia/Condition/double", Assert.Single(await List("select id from grain_state where state = 'resource_doubled'")));
    }

    private Task Store(string practice, string patientId, string type, string id, params string[] codes)
    {
        var row = new GrainState<ResourceState> { State = new() { PatientId = patientId, Type = type, Id = id, Codes = [.. codes] } };
        return Storage.WriteStateAsync(
            ResourceState.StateName, GrainId.Create(ResourceState.StateName, RecordId.RowKey(practice, patientId, type, id)), row);
    }
}

public sealed class SqliteRecordQueriesTests(SqliteDatabase database) : RecordQueriesSuite(database), IClassFixture<SqliteDatabase>;

[Collection(PostgresTests.Name)]
public sealed class PostgresRecordQueriesTests(PostgresDatabase database)
    : RecordQueriesSuite(database), IClassFixture<PostgresDatabase>;
