using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Portal.Silo.Storage;

internal static class UniqueIndexes
{
    /// <summary>The constant of both databases for it: SQLITE_CONSTRAINT_UNIQUE, and PostgreSQL's unique_violation.</summary>
    private const int Sqlite = 2067;

    private const string PostgreSql = "23505";

    public static bool Refused(DbException failure) => failure is SqliteException { SqliteExtendedErrorCode: Sqlite } || failure.SqlState is PostgreSql;
}
