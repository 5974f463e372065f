using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Patients;

namespace Portal.Rules.Tests.Patients;

public sealed class PatientRulesTests
{
    private static readonly PatientCard _payer = new("payer", "Ana Álvarez", null, null, null, Visible: true);

    [Fact]
    public void A_save_tells_what_it_did()
    {
        var created = People.Save(new(), People.Command());
        var updated = People.Save(created.Next!, People.Command(People.Maria with { City = "Chicago" }));
        var unchanged = People.Save(created.Next!, People.Command(People.Maria with { City = " Springfield " }));

        Assert.Equal((Saved.Created, Saved.Updated, Saved.Unchanged), (created.Answer.Value, updated.Answer.Value, unchanged.Answer.Value));
        Assert.Same(created.Next, unchanged.Next);
    }

    [Fact]
    public void Without_a_guarantor_a_patient_pays() => Assert.Equal("p1", People.Saved().GuarantorId);

    [Fact]
    public void Search_keys_follow_the_demographics()
    {
        var keys = People.Saved().Search;

        Assert.Equal(("alvarez nunez", "maria"), (keys.Last, keys.First));
        Assert.Equal(("3125550142", "2410555213"), (keys.Mobile, keys.MobileEnd));
        Assert.Equal("maria.alvarez@example.com", keys.Email);
        Assert.Null(keys.Home);
        Assert.Null(keys.WorkEnd);
        Assert.Equal("smith", People.Save(People.Saved(), People.Command(People.Maria with { LastName = "Smith" })).Next!.Search.Last);
    }

    [Fact]
    public void Everything_wrong_is_told_together()
    {
        var bad = People.Maria with
        {
            FirstName = "",
            LastName = " ",
            BirthDate = new(1879, 12, 31),
            Gender = (Gender)9,
            Country = "USA",
            HomePhone = "none",
            Email = "maria@",
            Language = "English!",
        };
        var command = People.Command(bad) with
        {
            Status = (PatientStatus)99,
            GuarantorId = "nobody",
            Representatives = [new("p1", RepresentativeKind.Guardian), new("ghost", RepresentativeKind.Guardian)],
            PrimaryProviderId = "ghost",
        };

        Assert.Equal(
            [
                "patient.status_invalid", "patient.name_missing", "patient.birth_date_invalid", "patient.gender_invalid",
                "patient.country_invalid", "patient.home_phone_invalid", "patient.email_invalid", "patient.language_invalid",
                "patient.guarantor_unknown", "patient.represents_self", "patient.representative_unknown", "patient.provider_unknown",
            ],
            People.Codes(People.Save(new(), command).Answer.Problems));
    }

    [Theory]
    [InlineData(1880, 1, 1, true)]
    [InlineData(1879, 12, 31, false)]
    [InlineData(2026, 3, 3, true)]
    [InlineData(2026, 3, 4, false)]
    public void Nobody_is_born_before_1880_or_after_today(int year, int month, int day, bool allowed) =>
        Assert.Equal(allowed, People.Save(new(), People.Command(People.Maria with { BirthDate = new(year, month, day) })).Answer.Succeeded);

    [Fact]
    public void A_first_or_a_last_name_is_enough()
    {
        Assert.True(People.Save(new(), People.Command(new() { FirstName = "Cher" })).Answer.Succeeded);
        Assert.True(People.Save(new(), People.Command(new() { LastName = "Prince" })).Answer.Succeeded);
    }

    [Fact]
    public void The_guarantor_pays_for_itself()
    {
        var command = People.Command() with { GuarantorId = "payer" };

        Assert.Equal("payer", People.Save(new(), command, new() { Guarantor = _payer }).Next!.GuarantorId);
        Assert.Equal(
            ["patient.guarantor_is_dependant"],
            People.Codes(People.Save(new(), command, new() { Guarantor = _payer with { GuarantorId = "other" } }).Answer.Problems));
    }

    [Fact]
    public void Who_pays_for_others_does_not_get_a_guarantor() =>
        Assert.Equal(
            ["patient.pays_for_others"],
            People.Codes(People.Save(
                People.Saved(), People.Command() with { GuarantorId = "payer" },
                new() { Guarantor = _payer, PaysForOthers = true }).Answer.Problems));

    [Fact]
    public void Representatives_are_few_and_each_is_named_once()
    {
        var five = Enumerable.Range(0, PatientLimits.Representatives + 1)
            .Select(i => new Representative($"g{i}", RepresentativeKind.Guardian)).ToArray();
        var known = new PatientReferences { KnownRepresentatives = [.. five.Select(one => one.PatientId)] };

        Assert.Equal(
            ["patient.too_many_representatives"],
            People.Codes(People.Save(new(), People.Command() with { Representatives = [.. five] }, known).Answer.Problems));
        Assert.Equal(
            ["patient.representative_twice"],
            People.Codes(People.Save(
                new(), People.Command() with { Representatives = [five[0], five[0] with { Kind = RepresentativeKind.ResponsibleParty }] },
                known).Answer.Problems));
        Assert.True(People.Save(new(), People.Command() with { Representatives = [.. five[1..]] }, known).Answer.Succeeded);
    }

    [Fact]
    public void An_id_is_safe_in_keys_and_addresses() =>
        Assert.Equal(
            ["patient.id_invalid"],
            People.Codes(PatientRules.Save(new(), "a/b", People.Command(), new(), "d1", People.Now).Answer.Problems));

    [Theory]
    [InlineData(PatientStatus.Archived)]
    [InlineData(PatientStatus.Deleted)]
    [InlineData(PatientStatus.Deceased)]
    [InlineData(PatientStatus.Prospective)]
    public void Access_ends_when_the_patient_can_no_longer_be_seen(PatientStatus status)
    {
        var invited = OnlineAccessRules.Invite(People.Saved(), "u-p1", new("maria123", "secret", People.Url)).Next!;

        var next = People.Save(invited, People.Command() with { Status = status }).Next!;

        Assert.Equal(new(OnlineAccessState.Removed, "u-p1", "maria123"), next.Access);
        var owed = Assert.Single(next.Outbox!.Value);
        Assert.Equal((CloseAccessDelivery.Kind, "u-p1"), (owed.Kind, owed.To));
    }

    [Theory]
    [InlineData(PatientStatus.NonPatient)]
    [InlineData(PatientStatus.Inactive)]
    public void Access_stays_with_a_status_that_can_be_seen(PatientStatus status)
    {
        var invited = OnlineAccessRules.Invite(People.Saved(), "u-p1", new("maria123", "secret", People.Url)).Next!;

        var next = People.Save(invited, People.Command() with { Status = status }).Next!;

        Assert.Equal(OnlineAccessState.Invited, next.Access.State);
        Assert.Null(next.Outbox);
    }

    [Fact]
    public void Wishes_survive_a_save()
    {
        var state = PatientRules.SavePreferences(People.Saved(), new() { EmailOnMessage = false }).Next!;

        Assert.False(People.Save(state, People.Command(People.Maria with { City = "Chicago" })).Next!.Preferences.EmailOnMessage);
    }
}
