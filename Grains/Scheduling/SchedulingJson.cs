using System.Text.Json.Serialization;
using Portal.Grains.Interfaces.Patients;
using Portal.Grains.Interfaces.Scheduling;

namespace Portal.Grains.Scheduling;

[JsonSerializable(typeof(AppointmentState))]
[JsonSerializable(typeof(DayBookState))]
[JsonSerializable(typeof(ImportAppointment))]
[JsonSerializable(typeof(Saved))]
[JsonSerializable(typeof(ConfirmationOutcome))]
internal sealed partial class SchedulingJson : JsonSerializerContext;
