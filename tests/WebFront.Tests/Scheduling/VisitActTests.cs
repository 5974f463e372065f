using Portal.Grains.Interfaces.Access;
using Portal.Grains.Interfaces.Scheduling;
using static Portal.WebFront.Tests.Scheduling.VisitsPortal;

namespace Portal.WebFront.Tests.Scheduling;

/// <summary>What the staff do with a visit on its page.</summary>
[Collection(SharedVisits.Name)]
public sealed class VisitActTests(VisitsPortal portal)
{
    [Fact]
    public async Task Staff_completes_a_visit_that_took_place()
    {
        var practice = await portal.NewPractice();
        var (id, now) = (NewId(), TimeProvider.System.GetUtcNow());
        using (CallerScope.Use(Caller.System(practice)))
        {
            var told = new ImportAppointment
            {
                RequestId = NewId(), PatientId = "mother", Status = AppointmentStatus.Scheduled, Reason = "Filling",
                Slot = new("main", "c1", ["lee"], now.AddHours(-2), now.AddHours(-1)),
            };
            Assert.True((await portal.Grain<IAppointmentGrain>(practice, id).Import(told)).Succeeded);
        }

        using var desk = portal.As(practice, "desk");
        await desk.Open($"/{practice}/staff/day/visits/{id}");
        await desk.Submit([], "Complete");

        Assert.Contains("The visit is completed.", desk.Text, StringComparison.Ordinal);
        Assert.Contains("Completed", desk.Page.QuerySelector("#visit .chip")!.TextContent, StringComparison.Ordinal);
        using var system = CallerScope.Use(Caller.System(practice));
        Assert.Equal(AppointmentStatus.Complete, (await portal.Grain<IAppointmentGrain>(practice, id).View())!.Status);
    }

    [Fact]
    public async Task Staff_asks_on_the_portal_and_the_patient_finds_what_to_answer()
    {
        var practice = await portal.NewPractice();
        var id = await portal.Schedule(practice, "mother", Slot());
        using var desk = portal.As(practice, "desk");
        await desk.Open($"/{practice}/staff/day/visits/{id}");

        await desk.Submit([], "Ask");

        Assert.Contains("The patient is asked on the portal.", desk.Text, StringComparison.Ordinal);
        using var system = CallerScope.Use(Caller.System(practice));
        Assert.Equal(ConfirmationStatus.EConfirmSent, (await portal.Grain<IAppointmentGrain>(practice, id).View())!.Confirmation);
    }
}

/// <summary>One portal for the classes with few tests.</summary>
[CollectionDefinition(Name)]
public sealed class SharedVisits : ICollectionFixture<VisitsPortal>
{
    public const string Name = "visits";
}
