using System.Data.Common;

namespace Portal.Grains.Documents;

public static class DbCommandExtensions
{
    /// <summary>Adds a parameter; none is the database's null.</summary>
    public static void AddParameter(this DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
    }
}
