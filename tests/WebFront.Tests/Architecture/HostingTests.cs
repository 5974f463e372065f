using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Portal.WebFront.Tests.Architecture;

/// <summary>Only <c>WebFront/Hosting</c> names types of Silo and Grains: everything else talks to contracts.</summary>
public sealed class HostingTests
{
    private const string Hosting = "Portal.WebFront.Hosting";
    private static readonly string[] _inner = ["Portal.Silo", "Portal.Grains"];

    [Fact]
    public void Only_hosting_names_types_of_Silo_and_Grains()
    {
        using var front = AssemblyDefinition.ReadAssembly(Path.Combine(AppContext.BaseDirectory, "Portal.WebFront.dll"));

        var naming =
            from type in front.MainModule.GetTypes()
            where !IsHosting(type)
            from named in Named(type)
            where _inner.Contains(named.Scope.Name)
            select $"{type.FullName} names {named.FullName}";

        Assert.Empty(naming.Distinct());
    }

    [Fact]
    public void The_check_sees_what_hosting_names()
    {
        using var front = AssemblyDefinition.ReadAssembly(Path.Combine(AppContext.BaseDirectory, "Portal.WebFront.dll"));

        Assert.Contains(front.MainModule.GetTypes().Where(IsHosting).SelectMany(Named), named => _inner.Contains(named.Scope.Name));
    }

    // The statements of Program.cs start the host, and have no namespace.
    private static bool IsHosting(TypeDefinition type)
    {
        while (type.DeclaringType is not null)
            type = type.DeclaringType;
        return type.Namespace.StartsWith(Hosting, StringComparison.Ordinal) || type.FullName == "Program";
    }

    private static IEnumerable<TypeReference> Named(TypeDefinition type) =>
        Signatures(type).Concat(type.Methods.Where(method => method.HasBody).SelectMany(Used))
            .OfType<TypeReference>()
            .SelectMany(Parts);

    private static IEnumerable<TypeReference?> Signatures(TypeDefinition type) =>
        type.Interfaces.Select(implemented => implemented.InterfaceType)
            .Append(type.BaseType)
            .Concat(type.Fields.Select(field => field.FieldType))
            .Concat(type.CustomAttributes.Select(attribute => attribute.AttributeType))
            .Concat(type.Methods.SelectMany(method => method.Parameters.Select(parameter => parameter.ParameterType).Append(method.ReturnType)));

    private static IEnumerable<TypeReference?> Used(MethodDefinition method) =>
        method.Body.Variables.Select(variable => variable.VariableType)
            .Concat(method.Body.Instructions.SelectMany(Operands));

    private static IEnumerable<TypeReference?> Operands(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        GenericInstanceMethod method => method.GenericArguments.Append(method.DeclaringType),
        MemberReference member => [member.DeclaringType],
        _ => [],
    };

    private static IEnumerable<TypeReference> Parts(TypeReference type) => type switch
    {
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Append(generic.ElementType),
        TypeSpecification wrapped => Parts(wrapped.ElementType),
        _ => [type],
    };
}
