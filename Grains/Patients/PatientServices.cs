using Microsoft.Extensions.DependencyInjection;
using Portal.Grains.Documents;
using Portal.Grains.Practices;
using Portal.Grains.Records.Reflection;

namespace Portal.Grains.Patients;

public static class PatientServices
{
    /// <summary>What the features Patients and Practices need beside their grains.</summary>
    public static IServiceCollection AddPatients(this IServiceCollection services) => services
        .AddKeyedSingleton<IDelivery, CloseAccessDelivery>(CloseAccessDelivery.Kind)
        .AddKeyedSingleton<IDelivery, ReflectPatientDelivery>(ReflectPatientDelivery.Kind)
        .AddKeyedSingleton<IDelivery, ReflectRelativeDelivery>(ReflectRelativeDelivery.Kind)
        .AddKeyedSingleton<IDelivery, FollowStaffDelivery>(FollowStaffDelivery.Kind);
}
