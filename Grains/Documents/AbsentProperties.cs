using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace Portal.Grains.Documents;

/// <summary>
/// An older document lacks the properties that came later. The generated reader sets what is absent to null and to the
/// default of <see cref="ImmutableArray{T}"/>, which throws when it is used; here it gets what a new object has. Null
/// is never written, so null means absent.
/// </summary>
internal static class AbsentProperties
{
    public static void TakeTheirDefault(JsonTypeInfo type)
    {
        if (type.Kind is not JsonTypeInfoKind.Object)
            return;
        var fresh = type.Type.GetConstructor(Type.EmptyTypes) is null ? null : Activator.CreateInstance(type.Type);
        var fills = type.Properties.Select(property => FillOf(property, fresh)).OfType<Fill>().ToArray();
        if (fills.Length == 0)
            return;
        type.OnDeserialized = read =>
        {
            foreach (var fill in fills)
            {
                if (fill.IsAbsent(read))
                    fill.Property.SetValue(read, fill.Value);
            }
        };
    }

    private static Fill? FillOf(JsonPropertyInfo json, object? fresh)
    {
        if (json.AttributeProvider is not PropertyInfo { CanWrite: true } property)
            return null;
        var isList = property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(ImmutableArray<>);
        if (property.PropertyType.IsValueType && !isList)
            return null;
        var absent = isList ? Activator.CreateInstance(property.PropertyType) : null;
        var value = fresh is not null ? property.GetValue(fresh)
            : isList ? property.PropertyType.GetField(nameof(ImmutableArray<>.Empty))!.GetValue(null)
            : null;
        return Equals(value, absent) ? null : new(property, absent, value);
    }

    private sealed record Fill(PropertyInfo Property, object? Absent, object? Value)
    {
        public bool IsAbsent(object read) => Equals(Property.GetValue(read), Absent);
    }
}
