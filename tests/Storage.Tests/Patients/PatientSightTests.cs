using CsCheck;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Patients;

namespace Portal.Storage.Tests.Patients;

/// <summary>The list of those whom somebody may see says the same as the rule that guards each of them.</summary>
public abstract class PatientSightSuite(TestDatabase database)
{
    private const int Largest = 8;
    private int _families;

    private static Gen<PatientState[]> Families { get; } = Gen.Int[1, Largest].SelectMany(count => Member(count).Array[count]);

    [Fact]
    public async Task The_list_and_the_rule_agree_on_every_family()
    {
        var store = new PatientStore(database);
        // One after the other: each family is a practice of its own, and the database has one writer.
        foreach (var family in Sample(60))
        {
            var practice = $"family-{_families++}";
            await store.Add(practice, [.. family.Select((state, i) => (IdOf(i), state))]);
            for (var viewer = 0; viewer < family.Length; viewer++)
            {
                await Compare(store, practice, family, IdOf(viewer), guarantorSeesFamily: true);
                await Compare(store, practice, family, IdOf(viewer), guarantorSeesFamily: false);
            }

            await Compare(store, practice, family, "stranger", guarantorSeesFamily: true);
        }
    }

    [Fact]
    public async Task The_own_record_comes_first_then_the_family_by_name()
    {
        var store = new PatientStore(database);
        await store.Add(
            "order",
            ("z", PatientStore.Of(new() { FirstName = "Zoe", LastName = "Zwick" })),
            ("a", PatientStore.Of(new() { FirstName = "Anna", PreferredName = "Annie", LastName = "Zwick" }) with { GuarantorId = "z" }),
            ("b", PatientStore.Of(new() { FirstName = "Bo", LastName = "Adler" }) with { GuarantorId = "z" }));

        var cards = await store.Queries.VisibleTo("order", "z", guarantorSeesFamily: true);

        Assert.Equal(["Zoe Zwick", "Bo Adler", "Annie Zwick"], cards.Select(card => card.Name));
        Assert.Equal(["z", "z", "z"], cards.Select(card => card.GuarantorId));
    }

    [Fact]
    public async Task A_card_names_the_portal_user_only_while_there_is_access()
    {
        var store = new PatientStore(database);
        var person = PatientStore.Of(new() { FirstName = "Ana", LastName = "Cruz" });
        await store.Add(
            "users",
            ("p1", person with { Access = new(OnlineAccessState.Active, "u-p1", "ana1") }),
            ("p2", person with { GuarantorId = "p1", Access = new(OnlineAccessState.Removed, "u-p2", "ana2") }));

        var cards = await store.Queries.VisibleTo("users", "p1", guarantorSeesFamily: true);

        Assert.Equal(["u-p1", null], cards.Select(card => card.UserId));
    }

    private static async Task Compare(
        PatientStore store, string practice, PatientState[] family, string viewer, bool guarantorSeesFamily)
    {
        var listed = (await store.Queries.VisibleTo(practice, viewer, guarantorSeesFamily)).Select(card => card.Id).Order();
        var allowed = family
            .Select((state, i) => (Id: IdOf(i), State: state))
            .Where(one => SightRules.MaySee(one.State, one.Id, viewer, guarantorSeesFamily))
            .Select(one => one.Id);
        Assert.Equal(allowed, listed);
    }

    private static Gen<PatientState> Member(int count)
    {
        var someone = Gen.Int[0, count - 1].Select(IdOf);
        var representative = Gen.Select(someone, Gen.Enum<RepresentativeKind>())
            .Select((id, kind) => new Representative(id, kind));
        return Gen.Select(
            Gen.Enum<PatientStatus>(),
            someone,
            representative.Array[0, PatientLimits.Representatives],
            (status, guarantor, representatives) => PatientStore.Of(new() { LastName = "Member" }) with
            {
                Status = status,
                GuarantorId = guarantor,
                Representatives = [.. representatives],
            });
    }

    private static List<PatientState[]> Sample(int families)
    {
        var samples = new List<PatientState[]>();
        Families.Sample(family => samples.Add(family), iter: families, threads: 1);
        return samples;
    }

    private static string IdOf(int number) => $"m{number}";
}

public sealed class SqlitePatientSightTests(SqliteDatabase database) : PatientSightSuite(database), IClassFixture<SqliteDatabase>;

[Collection(PostgresTests.Name)]
public sealed class PostgresPatientSightTests(PostgresDatabase database)
    : PatientSightSuite(database), IClassFixture<PostgresDatabase>;
