using System.Collections.Immutable;
using System.Security.Cryptography;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;

namespace Portal.Grains.Access;

/// <summary>How one portal user comes by a username.</summary>
internal sealed class LoginNames(DocumentServices services, GrainKey user)
{
    /// <summary>Claims the username, unless it is unfit or somebody else's.</summary>
    public async Task<Result<NameClaim>> Claim(string userName, string field)
    {
        var unfit = UserNameRules.Check(userName, field);
        if (!unfit.IsEmpty)
            return unfit;
        var name = new NameClaim(userName.Trim(), services.Ids.New());
        var held = await Ask(name.UserName, grain => grain.Hold(user.Id, name.Claim));
        return held.Succeeded ? name : held.Problems.Select(problem => problem with { Field = field }).ToImmutableArray();
    }

    /// <summary>What stands in the way of the username, without claiming it.</summary>
    public async Task<ImmutableArray<Problem>> Check(string userName, string field)
    {
        var unfit = UserNameRules.Check(userName, field);
        if (!unfit.IsEmpty)
            return unfit;
        var owner = await Ask(userName, grain => grain.Owner());
        return owner is null || owner == user.Id ? [] : [LoginNameRules.Taken with { Field = field }];
    }

    /// <summary>Claims first name and number, drawn until it is unused.</summary>
    public async Task<NameClaim> MakeUp(string firstName)
    {
        for (var attempt = 0; attempt < UserNameRules.MostTries; attempt++)
        {
            var number = RandomNumberGenerator.GetInt32(UserNameRules.LowestNumber, UserNameRules.HighestNumber + 1);
            var claimed = await Claim(UserNameRules.Candidate(firstName, number), "");
            if (claimed.Succeeded)
                return claimed.Value;
        }

        throw new InvalidOperationException("No username was free after all tries.");
    }

    private async Task<T> Ask<T>(string userName, Func<ILoginNameGrain, Task<T>> ask)
    {
        using var system = CallerScope.Use(Caller.System(user.Practice));
        return await ask(services.Grains.GetGrain<ILoginNameGrain>(UserName.KeyFor(user.Practice, userName)));
    }
}
