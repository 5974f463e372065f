using System.Data.Common;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Portal.Grains.Documents;

namespace Portal.WebFront.Hosting;

/// <summary>The keys of cookies and forms in the cluster's database, so that every web front accepts what another gave out.</summary>
public sealed class SqlProtectionKeys(DbDataSource database) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var connection = database.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = "select content from protection_key order by name";
        using var reader = command.ExecuteReader();
        var elements = new List<XElement>();
        while (reader.Read())
            elements.Add(XElement.Parse(reader.GetString(0)));
        return elements;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var connection = database.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = "insert into protection_key (name, content) values (@name, @content)";
        command.AddParameter("name", friendlyName);
        command.AddParameter("content", element.ToString(SaveOptions.DisableFormatting));
        command.ExecuteNonQuery();
    }
}
