using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;

namespace Portal.Grains.Tests.Access;

[Collection(SharedCluster.Name)]
public sealed class UserNameTests(PortalCluster cluster)
{
    private const string Own = "Kettle-4-pine";
    private readonly AccessPractice _practice = new(cluster);

    private Task<Result<IssuedSignIn>> Provision(string userId, string userName, string? password = Own) => PortalCluster.As(
        _practice.System,
        () => _practice.User(userId).ProvisionStaff(new()
        {
            RequestId = PortalCluster.NewId(), UserName = userName, Name = "Fran Desk", Roles = Audience.FrontDesk, Password = password,
        }));

    private Task<string?> Owner(string userName) => PortalCluster.As(_practice.System, () => _practice.Name(userName).Owner());

    [Fact]
    public async Task Of_many_who_race_for_a_name_one_gets_it()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Provision($"staff-{i}", i % 2 == 0 ? "Fran" : "FRAN")));

        Assert.Single(answers, answer => answer.Succeeded);
        Assert.All(answers.Where(answer => !answer.Succeeded), answer => Assert.Equal("access.username_taken", Assert.Single(answer.Problems).Code));
    }

    [Fact]
    public async Task The_name_stays_with_its_owner_after_the_hold_is_over()
    {
        await Provision("staff-1", "Fran");
        await PortalCluster.Eventually(async () => !await IsHeldOnly("Fran"), "the name was kept");

        Assert.Equal("access.username_taken", Assert.Single((await Provision("staff-2", "fran")).Problems).Code);
    }

    [Fact]
    public async Task The_same_name_in_another_practice_is_another_name()
    {
        await Provision("staff-1", "Fran");
        var elsewhere = new AccessPractice(cluster);

        var owner = await PortalCluster.As(elsewhere.System, () => elsewhere.Name("Fran").Owner());

        Assert.Null(owner);
    }

    [Fact]
    public async Task A_changed_name_frees_the_old_one_for_others()
    {
        await Provision("staff-1", "Fran");

        var changed = await PortalCluster.As(
            _practice.Person("staff-1", Audience.FrontDesk),
            () => _practice.User("staff-1").ChangeUserName(new(PortalCluster.NewId(), Own, "Francesca")));

        Assert.True(changed.Succeeded);
        Assert.Equal("staff-1", await Owner("francesca"));
        await PortalCluster.Eventually(async () => await Owner("fran") is null, "the old name is free");
    }

    [Fact]
    public async Task Another_spelling_of_the_own_name_is_no_conflict()
    {
        await Provision("staff-1", "fran");

        var changed = await PortalCluster.As(
            _practice.Person("staff-1", Audience.FrontDesk),
            () => _practice.User("staff-1").ChangeUserName(new(PortalCluster.NewId(), Own, "Fran")));

        Assert.True(changed.Succeeded);
        Assert.Equal("staff-1", await Owner("FRAN"));
    }

    [Fact]
    public async Task What_is_wrong_with_the_password_and_the_name_is_said_together()
    {
        await Provision("staff-1", "Fran");
        var issued = await _practice.Issue("p1");
        var userId = PortalUserId.ForPatient("p1");

        var refused = await _practice.Choose(userId, new() { RequestId = PortalCluster.NewId(), NewPassword = "kettle pine", NewUserName = "FRAN" });

        Assert.Equal(
            ["access.password_no_uppercase", "access.password_no_number", "access.username_taken"],
            refused.Problems.Select(problem => problem.Code));
        Assert.NotNull(await _practice.SignIn(userId, issued.OneTimePassword));
    }

    [Fact]
    public async Task The_own_name_can_be_chosen_with_the_first_password()
    {
        await _practice.Issue("p1");
        var userId = PortalUserId.ForPatient("p1");

        await _practice.Choose(userId, new() { RequestId = PortalCluster.NewId(), NewPassword = Own, NewUserName = "wildflower" });

        Assert.Equal(userId, await Owner("WildFlower"));
    }

    [Fact]
    public async Task Only_staff_roles_can_be_provisioned()
    {
        var refused = await PortalCluster.As(_practice.System, () => _practice.User("staff-1").ProvisionStaff(new()
        {
            RequestId = PortalCluster.NewId(), UserName = "", Name = " ", Roles = Audience.System | Audience.Administrator, Password = "short",
        }));

        Assert.Superset(
            new HashSet<string> { "access.not_staff", "access.name_missing", "access.username_blank", "access.password_too_short" },
            refused.Problems.Select(problem => problem.Code).ToHashSet());
    }

    /// <summary>Another user's late claim tells a lasting name from a held one: both refuse, only the document differs.</summary>
    private async Task<bool> IsHeldOnly(string userName)
    {
        var rows = new List<string>();
        await using var connection = await cluster.Database.DataSource.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"select doc from grain_state where state = 'login_name' and id = '{UserName.KeyFor(_practice.Slug, userName)}'";
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            rows.Add(reader.GetString(0));
        return rows is not [var only] || only.Contains("heldUntil", StringComparison.Ordinal);
    }
}
