using Portal.Grains.Apps;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Apps;

namespace Portal.Rules.Tests.Apps;

public sealed class AppRulesTests
{
    private const string Rsa = """{"keys":[{"kty":"RSA","kid":"1","n":"AQAB","e":"AQAB"}]}""";
    private static readonly DateTimeOffset _now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);
    private static readonly GrainKey _key = new("smile", "smile.app1");

    private static readonly AppDraft _draft = new() { Name = "Diary", Redirects = ["https://app.example/done"], Scopes = "launch/patient patient/*.rs" };

    [Fact]
    public void A_sound_app_is_registered()
    {
        var decision = AppRules.Save(new(), _key, new("r1", _draft with { Name = " Diary ", Scopes = "patient/*.rs\n openid  openid" }, null), _now);

        Assert.Empty(decision.Answer.Problems);
        Assert.Equal("Diary", decision.Next!.Draft!.Name);
        Assert.Equal("patient/*.rs openid", decision.Next.Draft.Scopes);
        Assert.Equal(_now, decision.Next.RegisteredAt);
    }

    [Theory]
    [InlineData("https://app.example/done", true)]
    [InlineData("http://localhost:3000/done", true)]
    [InlineData("http://127.0.0.1/done", true)]
    [InlineData("https://zähne.example/done", false)]
    [InlineData("https://xn--zhne-moa.example/done", true)]
    [InlineData("com.example.app:/done", true)]
    [InlineData("http://app.example/done", false)]
    [InlineData("https://app.example/done#part", false)]
    [InlineData("https://user@app.example/done", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("data:text/html,x", false)]
    [InlineData("/done", false)]
    public void A_redirect_address_is_one_that_only_the_app_receives(string redirect, bool sound)
    {
        var decision = AppRules.Save(new(), _key, new("r1", _draft with { Redirects = [redirect] }, null), _now);

        Assert.Equal(sound ? "" : "app.redirects_invalid", string.Join(' ', decision.Answer.Problems.Select(problem => problem.Code)));
    }

    [Theory]
    [InlineData(Rsa, "", true)]
    [InlineData("", "https://app.example/keys", true)]
    [InlineData("", "", false)]
    [InlineData(Rsa, "https://app.example/keys", false)]
    [InlineData("", "http://app.example/keys", false)]
    [InlineData("not json", "", false)]
    [InlineData("""{"keys":[]}""", "", false)]
    [InlineData("""{"keys":[{"kty":"oct","kid":"1","k":"c2VjcmV0"}]}""", "", false)]
    [InlineData("""{"keys":[{"kty":"RSA","kid":"1","n":"AQAB","e":"AQAB","d":"AQAB"}]}""", "", false)]
    [InlineData("""{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]}""", "", false)]
    public void An_app_with_a_key_has_public_keys_or_says_where_they_are(string keys, string address, bool sound)
    {
        var decision = AppRules.Save(new(), _key, new("r1", _draft with { Proof = AppProof.Key, Keys = keys, KeysUrl = address }, null), _now);

        Assert.Equal(sound, decision.Answer.Succeeded);
    }

    [Fact]
    public void A_program_without_people_has_a_key_and_scopes_of_its_own()
    {
        var program = _draft with { Backend = true, Scopes = "system/*.rs" };

        var keyless = AppRules.Save(new(), _key, new("r1", program, null), _now);
        var personal = AppRules.Save(new(), _key, new("r1", program with { Proof = AppProof.Key, Keys = Rsa, Scopes = "patient/*.rs" }, null), _now);
        var sound = AppRules.Save(new(), _key, new("r1", program with { Proof = AppProof.Key, Keys = Rsa }, null), _now);

        Assert.Contains(keyless.Answer.Problems, problem => problem.Code == "app.proof_invalid");
        Assert.Contains(personal.Answer.Problems, problem => problem.Code == "app.scopes_invalid");
        Assert.Empty(sound.Answer.Problems);
        Assert.Empty(sound.Next!.Draft!.Redirects);
    }

    [Fact]
    public void A_secret_stays_until_another_is_drawn()
    {
        var secret = _draft with { Proof = AppProof.Secret };
        var first = AppRules.Save(new(), _key, new("r1", secret, new('a', 64)), _now).Next!;

        var renamed = AppRules.Save(first, _key, new("r2", secret with { Name = "Other" }, null), _now).Next!;
        var redrawn = AppRules.Save(first, _key, new("r3", secret, new('b', 64)), _now).Next!;
        var opened = AppRules.Save(first, _key, new("r4", _draft, null), _now).Next!;

        Assert.Equal(first.SecretSha256, renamed.SecretSha256);
        Assert.Equal(new('b', 64), redrawn.SecretSha256);
        Assert.Null(opened.SecretSha256);
    }

    [Fact]
    public void The_id_begins_with_the_practice()
    {
        var decision = AppRules.Save(new(), new("smile", "other.app1"), new("r1", _draft, null), _now);

        Assert.Contains(decision.Answer.Problems, problem => problem.Code == "app.id_invalid");
    }

    [Fact]
    public void A_use_is_noted_to_a_few_minutes()
    {
        var state = AppRules.Used(new() { Draft = _draft }, _now);

        Assert.Equal(_now, state.LastUsedAt);
        Assert.Same(state, AppRules.Used(state, _now.AddMinutes(4)));
        Assert.Equal(_now.AddMinutes(5), AppRules.Used(state, _now.AddMinutes(5)).LastUsedAt);
    }
}
