using System.Reflection;
using Orleans;
using Orleans.Concurrency;
using Portal.Grains.Audit;
using Portal.Grains.Documents;
using Portal.Grains.Interfaces;
using Portal.Grains.Interfaces.Access;

namespace Portal.Rules.Tests.Architecture;

/// <summary>What every grain interface and every wire type must carry.</summary>
public sealed class ContractTests
{
    private static readonly Type[] _types = typeof(GrainKey).Assembly.GetTypes()
        .Where(type => type.Namespace?.StartsWith("Portal.", StringComparison.Ordinal) ?? false).ToArray();

    private static IEnumerable<Type> GrainInterfaces() =>
        _types.Where(type => type.IsInterface && type.IsAssignableTo(typeof(IAddressable)));

    public static IEnumerable<MethodInfo> GrainMethods() =>
        GrainInterfaces()
            .Where(type => !type.IsAssignableTo(typeof(IGrainObserver)))
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly));

    [Fact]
    public void Every_grain_interface_and_method_has_an_alias()
    {
        var without = GrainInterfaces().Where(type => type.GetCustomAttribute<AliasAttribute>() is null).Select(type => type.Name)
            .Concat(GrainInterfaces().SelectMany(type => type.GetMethods())
                .Where(method => method.GetCustomAttribute<AliasAttribute>() is null).Select(Named));

        Assert.Empty(without);
    }

    [Fact]
    public void No_two_types_share_an_alias()
    {
        var shared = _types
            .Select(type => (type, alias: type.GetCustomAttribute<AliasAttribute>()?.Alias))
            .Where(pair => pair.alias is not null)
            .GroupBy(pair => pair.alias)
            .Where(group => group.Count() > 1)
            .Select(group => group.Key);

        Assert.Empty(shared);
    }

    [Fact]
    public void Every_grain_method_names_who_may_call_it()
    {
        Assert.NotEmpty(GrainMethods());
        Assert.Empty(GrainMethods()
            .Where(method => (method.GetCustomAttribute<AllowedForAttribute>()?.Audience ?? Audience.None) == Audience.None)
            .Select(Named));
    }

    /// <summary>The call filters look at what is promised in Grains.Interfaces only.</summary>
    [Fact]
    public void No_grain_promises_anything_elsewhere() =>
        Assert.Empty(typeof(DocumentState).Assembly.GetTypes()
            .Where(type => type.IsInterface && type.IsAssignableTo(typeof(IAddressable)))
            .Select(type => type.FullName));

    /// <summary>Or it is one of the few that concern no patient, or several.</summary>
    [Fact]
    public void Every_grain_with_audited_methods_tells_which_patient_they_concern()
    {
        string[] ofNobody = ["IPracticeGrain", "IDayBookGrain", "IImportGrain", "IExportGrain", "IOutboxOwner", "IAppGrain"];
        string[] byTheirKey = ["IPatientGrain", "IRecordGrain", "IRecordWriterGrain"];

        var silent =
            from grain in typeof(DocumentState).Assembly.GetTypes()
            where grain.IsClass && !grain.IsAbstract && grain.GetCustomAttribute<StatelessWorkerAttribute>() is null
                && !grain.IsAssignableTo(typeof(IAboutPatient))
            from contract in grain.GetInterfaces()
            where contract.Assembly == typeof(GrainKey).Assembly && !ofNobody.Concat(byTheirKey).Contains(contract.Name)
                && contract.GetMethods().Any(method => method.GetCustomAttribute<AuditedAttribute>() is not null)
            select grain.Name;

        Assert.Empty(silent);
    }

    /// <summary>What people or programs may ask without a line in the audit trail, and why: no patient's data, or told already.</summary>
    private static readonly Dictionary<string, string> _unaudited = new()
    {
        ["IAppDirectoryGrain.List"] = "apps, no patient",
        ["IAppDirectoryGrain.Subscriptions"] = "who is told of changes, no patient",
        ["IAppGrain.Card"] = "an app, no patient",
        ["IAppGrain.View"] = "an app, no patient",
        ["IAppGrantsGrain.List"] = "the own connections of a person",
        ["IConversationGrain.MarkRead"] = "follows from webmail.view, which tells that it was read",
        ["IConversationGrain.Writing"] = "kept nowhere",
        ["IDayBookGrain.Entries"] = "times without a name; what the visits are is appointment.day",
        ["IDeliveryDirectoryGrain.Parked"] = "kinds of deliveries, no patient",
        ["IDeliveryDirectoryGrain.Retry"] = "delivery.retry of the owner tells it",
        ["IDraftGrain.Discard"] = "the own draft of a person, which nobody else sees",
        ["IDraftGrain.Read"] = "the own draft of a person, which nobody else sees",
        ["IDraftGrain.Save"] = "the own draft of a person, which nobody else sees",
        ["IExportGrain.View"] = "how far an export is; its files are export.read",
        ["IHealthLinkGrain.AttemptsLeft"] = "a number; the opening is share.open",
        ["IHealthLinkGrain.View"] = "the own link of a person, right after share.make",
        ["IImportDirectoryGrain.Recent"] = "numbers of imports, no patient",
        ["IImportGrain.Add"] = "part of import.open to import.start",
        ["IImportGrain.Drop"] = "leaves nothing of an import that was not begun",
        ["IImportGrain.Outcomes"] = "what became of entries, for the program that sent them",
        ["IImportGrain.Problems"] = "what became of entries, by their place in the input",
        ["IImportGrain.StillReading"] = "part of import.open to import.start",
        ["IImportGrain.View"] = "numbers of an import, no patient",
        ["IImportGrain.Warnings"] = "what became of entries, by their place in the input",
        ["IMailboxGrain.Looked"] = "that a person looked into the own mailbox; the list is webmail.list",
        ["IMailDirectoryGrain.PatientUnread"] = "a number",
        ["IMailDirectoryGrain.StaffUnread"] = "a number",
        ["IOutboxOwner.Parked"] = "kinds of deliveries, no patient",
        ["IPatientDirectoryGrain.VisibleTo"] = "names of the own family, on every page of a patient",
        ["IPatientGrain.Card"] = "a name beside what is audited itself",
        ["IPatientGrain.MayBeSeenBy"] = "yes or no",
        ["IPortalUserGrain.PausedUntil"] = "until when a sign-in is paused, beside the standing",
        ["IPortalUserGrain.Standing"] = "whether somebody has access; beside patient.view",
        ["IPortalUserGrain.View"] = "the own sign-ins of a person",
        ["IPracticeDirectoryGrain.List"] = "practices, no patient",
        ["IPracticeGrain.Card"] = "the practice, no patient",
        ["IPracticeGrain.Member"] = "the practice, no patient",
        ["IPracticeGrain.Policies"] = "the practice, no patient",
        ["IPracticeGrain.ReceptionOf"] = "the practice, no patient",
        ["IPracticeGrain.View"] = "the practice, no patient",
        ["IRecordDirectoryGrain.Missing"] = "which ids an import names in vain",
        ["IRecordDirectoryGrain.Owners"] = "whose the ids of an import are",
        ["IRecordDirectoryGrain.SamePersons"] = "which ids of an import are one person",
        ["IRecordGrain.Around"] = "what comes along with record.search_all",
        ["IRecordGrain.Concerns"] = "yes or no, for a subscription whose notices are record.notify",
        ["IRecordGrain.EncounterOf"] = "an id, for an app that is opened from a visit",
        ["IRecordGrain.Several"] = "what comes along with record.search",
        ["ISentCopiesGrain.Count"] = "a number; the act is summary.send",
        ["ISubscriptionGrain.Status"] = "a subscription, no patient's data",
        ["ISubscriptionGrain.View"] = "a subscription, no patient's data",
    };

    [Fact]
    public void Every_method_that_people_or_programs_may_call_is_audited_or_has_a_reason_not_to()
    {
        var unaudited = GrainMethods()
            .Where(method => method.GetCustomAttribute<AuditedAttribute>() is null)
            .Where(method => (method.GetCustomAttribute<AllowedForAttribute>()!.Audience & ~Audience.System) != Audience.None)
            .Select(Named);

        Assert.Equal(_unaudited.Keys.Order(StringComparer.Ordinal), unaudited.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_wire_type_has_an_alias() =>
        Assert.Empty(_types
            .Where(type => type.GetCustomAttribute<GenerateSerializerAttribute>() is not null)
            .Where(type => type.GetCustomAttribute<AliasAttribute>() is null)
            .Select(type => type.FullName));

    [Fact]
    public void Every_grain_key_is_text() =>
        Assert.Empty(GrainInterfaces()
            .Where(type => !type.IsAssignableTo(typeof(IGrainObserver)) && !type.IsAssignableTo(typeof(IGrainWithStringKey)))
            .Select(type => type.Name));

    private static string Named(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";
}
