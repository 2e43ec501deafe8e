from psycopg2 import sql


def insert_statement(table, columns, known_by=""):
    """The statement for ``execute_values``, which wants psycopg2's own class.

    :param str known_by: columns; a row that has its equal there is left out
    """
    statement = sql.SQL("INSERT INTO {} ({}) VALUES %s").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    if known_by:
        statement += sql.SQL(f" ON CONFLICT ({known_by}) DO NOTHING")
    return statement
