using Portal.Grains.Interfaces.Access;

namespace Portal.Rules.Tests.Access;

public sealed class ResourceScopeTests
{
    [Theory]
    [InlineData("patient/Observation.rs", "patient", "Observation", ResourceRights.Read | ResourceRights.Search)]
    [InlineData("user/*.cruds", "user", "*", (ResourceRights)31)]
    [InlineData("system/Patient.r", "system", "Patient", ResourceRights.Read)]
    [InlineData("patient/*.read", "patient", "*", ResourceRights.Read | ResourceRights.Search)]
    [InlineData("user/Appointment.write", "user", "Appointment", ResourceRights.Create | ResourceRights.Update | ResourceRights.Delete)]
    [InlineData("user/*.*", "user", "*", (ResourceRights)31)]
    public void Both_versions_are_read(string text, string context, string type, ResourceRights rights) =>
        Assert.Equal(new(context, type, rights, null), ResourceScope.Parse(text));

    [Theory]
    [InlineData("openid")]
    [InlineData("launch/patient")]
    [InlineData("patient/Observation.sr")]
    [InlineData("patient/Observation.rr")]
    [InlineData("patient/Observation.")]
    [InlineData("patient/observation.rs")]
    [InlineData("clinic/Observation.rs")]
    [InlineData("patient/Observation.rs?code=1")]
    [InlineData("patient/Observation.rs?category=")]
    [InlineData("patient/Observation.rs?category=a?b")]
    public void What_is_not_a_resource_scope_opens_nothing(string text) => Assert.Null(ResourceScope.Parse(text));

    [Fact]
    public void A_category_narrows_the_scope()
    {
        var scopes = ResourceScope.In(
            "openid patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|vital-signs patient/Condition.rs?category=encounter-diagnosis");

        Assert.True(Allows(scopes, "Observation", "http://terminology.hl7.org/CodeSystem/observation-category|vital-signs"));
        Assert.False(Allows(scopes, "Observation", "http://terminology.hl7.org/CodeSystem/observation-category|laboratory"));
        Assert.False(Allows(scopes, "Observation"));
        Assert.True(Allows(scopes, "Condition", "http://terminology.hl7.org/CodeSystem/condition-category|encounter-diagnosis"));
        Assert.False(Allows(scopes, "Procedure"));
        Assert.True(ResourceScope.AllowSome(scopes, ResourceRights.Search, "Observation"));
        Assert.False(ResourceScope.AllowSome(scopes, ResourceRights.Create, "Observation"));
    }

    private static bool Allows(System.Collections.Immutable.ImmutableArray<ResourceScope> scopes, string type, params System.Collections.Immutable.ImmutableArray<string> categories) =>
        ResourceScope.Allow(scopes, ResourceRights.Read, type, categories);
}
