using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Practices;

namespace Portal.WebFront.Demo;

/// <summary>Gives the demo's people the sign-ins of <see cref="DemoSignIns"/>; who has one keeps it as it is.</summary>
internal sealed class DemoAccess(IGrainFactory grains)
{
    private IPracticeGrain Practice => grains.GetGrain<IPracticeGrain>(GrainKey.For(DemoPractice.Slug, IPracticeGrain.Id));

    /// <summary>Patients get theirs last, so that when they have them all is done.</summary>
    public async Task<bool> IsGiven()
    {
        if ((await MissingStaff()).Count > 0)
            return false;
        var access = await Task.WhenAll(DemoSignIns.Patients.Select(AccessOf));
        return access.All(state => state is not (null or OnlineAccessState.NoAccount or OnlineAccessState.Invited));
    }

    /// <summary>Their sign-ins, all at once.</summary>
    public async Task ProvisionStaff() => await Task.WhenAll((await MissingStaff()).Select(Provision));

    /// <summary>Makes those who have a sign-in members of the practice's staff, once it is there.</summary>
    public async Task EnterStaff()
    {
        foreach (var member in await MissingStaff())
        {
            Demand(await Practice.SaveStaffMember(new(
                $"demo-{member.UserId}",
                new(member.UserId, member.Name, member.Roles, member.ProviderId, member.Pools))));
        }
    }

    public Task ProvisionPatients() => Task.WhenAll(DemoSignIns.Patients.Select(Provision));

    private async Task Provision(DemoStaff member) => Demand(await User(member.UserId).ProvisionStaff(new()
    {
        RequestId = $"demo-{member.UserId}",
        UserName = member.UserName,
        Name = member.Name,
        Roles = member.Roles,
        ProviderId = member.ProviderId,
        Password = DemoSignIns.Password,
    }));

    private async Task Provision(DemoPatientSignIn signIn)
    {
        var access = await AccessOf(signIn);
        if (access is OnlineAccessState.NoAccount)
            Demand(await Patient(signIn).ProvideOnlineAccess($"demo-{signIn.PatientId}"));
        else if (access is not OnlineAccessState.Invited)
            return;

        // Giving access is a command of the sign-in under the same id as for the patient, so this one has another.
        Demand(await User(PortalUserId.ForPatient(signIn.PatientId)).ChoosePassword(new()
        {
            RequestId = $"demo-password-{signIn.PatientId}",
            NewPassword = DemoSignIns.Password,
            NewUserName = signIn.UserName,
        }));
    }

    private async Task<List<DemoStaff>> MissingStaff()
    {
        var there = (await Practice.View())?.Staff.Select(member => member.UserId).ToHashSet() ?? [];
        return [.. DemoSignIns.Staff.Where(member => !there.Contains(member.UserId))];
    }

    private async Task<OnlineAccessState?> AccessOf(DemoPatientSignIn signIn) => (await Patient(signIn).View())?.Access.State;

    private IPatientGrain Patient(DemoPatientSignIn signIn) =>
        grains.GetGrain<IPatientGrain>(GrainKey.For(DemoPractice.Slug, signIn.PatientId));

    private IPortalUserGrain User(string id) => grains.GetGrain<IPortalUserGrain>(GrainKey.For(DemoPractice.Slug, id));

    private static void Demand<T>(Result<T> result)
    {
        if (!result.Succeeded)
            throw new InvalidOperationException($"A demo sign-in was refused: {result.Problems[0].Code}.");
    }
}
