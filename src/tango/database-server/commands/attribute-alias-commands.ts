import { compareText } from "../collation.ts";
import { likePattern } from "../sql-like.ts";
import type { AttributeAliasRow } from "../tables/attribute-alias-row.ts";
import type { TangoTables } from "../tables/tango-tables.ts";
import { checkAlias, checkLengths } from "./checked-argument.ts";
import { databaseCommand, databaseError } from "./database-command.ts";

/** Other names of attributes. */
export const ATTRIBUTE_ALIAS_COMMANDS = {
  DbPutAttributeAlias: databaseCommand({
    dtypeIn: "DevVarStringArray",
    docIn: "Str[0] = attribute name\nStr[1] = attribute alias",
    dtypeOut: "DevVoid",
    docOut: "Uninitialised",
    run: putAttributeAlias,
  }),
  DbDeleteAttributeAlias: databaseCommand({
    dtypeIn: "DevString",
    docIn: "Attriibute alias name.",
    dtypeOut: "DevVoid",
    docOut: "Uninitialised",
    run: (database, alias) => database.write(() => database.attributeAliases.delete(alias.toLowerCase())),
  }),
  DbGetAttributeAlias: databaseCommand({
    dtypeIn: "DevString",
    docIn: "The attribute alias name",
    dtypeOut: "DevString",
    docOut: "The attribute name (device/attribute)",
    run: (database, alias) => attributeOf(database, alias, "DataBase::db_get_attribute_alias()"),
  }),
  DbGetAliasAttribute: databaseCommand({
    dtypeIn: "DevString",
    docIn: "The attribute alias",
    dtypeOut: "DevString",
    docOut: "The attribute name (dev_name/att_name)",
    run: (database, alias) => attributeOf(database, alias, "DataBase::db_get_alias_attribute()"),
  }),
  DbGetAttributeAlias2: databaseCommand({
    dtypeIn: "DevString",
    docIn: "The attribute name (dev_name/att_name)",
    dtypeOut: "DevString",
    docOut: "The attribute alias name (or empty string)",
    run({ attributeAliasesByName }, attribute) {
      const row = attributeAliasesByName.first(attribute);
      if (row !== undefined) return row.alias;
      const desc = `No alias found for attribute  '${attribute}'`;
      throw databaseError("DB_SQLError", desc, "DataBase::db_get_attribute_alias2()");
    },
  }),
  DbGetAttributeAliasList: databaseCommand({
    dtypeIn: "DevString",
    docIn: "attribute alias filter string (eg: att*)",
    dtypeOut: "DevVarStringArray",
    docOut: "attribute aliases",
    run({ attributeAliases }, wildcard) {
      const matches = likePattern(wildcard);
      const found = [...attributeAliases.rows()].filter(({ alias }) => matches(alias));
      return found.sort(byAttribute).map(({ alias }) => alias);
    },
  }),
};

/** Aliases are listed in the order of the attributes that they stand for. */
function byAttribute(a: AttributeAliasRow, b: AttributeAliasRow): number {
  return compareText(a.attribute, b.attribute) || compareText(a.alias, b.alias);
}

function attributeOf({ attributeAliases }: TangoTables, alias: string, origin: string): string {
  const row = attributeAliases.get(alias.toLowerCase());
  if (row !== undefined) return row.name;
  throw databaseError("DB_SQLError", `No attribute found for alias  '${alias}'`, origin);
}

async function putAttributeAlias(database: TangoTables, argument: readonly string[]): Promise<void> {
  const origin = "DataBase::db_put_attribute_alias()";
  const [name, alias] = argument;
  if (name === undefined || alias === undefined) {
    throw databaseError("DB_IncorrectArguments", "insufficient alias info for attribute", origin);
  }
  checkAlias(alias, "for attribute", origin);
  await database.write(() => {
    const { attributeAliases, attributeAliasesByName } = database;
    const other = attributeAliases.get(alias.toLowerCase());
    if (other !== undefined && other.name.toLowerCase() !== name.toLowerCase()) {
      throw databaseError("DB_SQLError", `alias ${alias} already exists !`, origin);
    }
    if (name.split("/").length !== 4) {
      const desc = `attribute name ${name} has bad syntax, must have 3 / in it`;
      throw databaseError("DB_SQLError", desc, origin);
    }
    checkLengths({ alias, name }, origin);
    for (const old of [...attributeAliasesByName.get(name)]) attributeAliases.delete(old.alias.toLowerCase());
    const slash = name.lastIndexOf("/");
    attributeAliases.put(alias.toLowerCase(), {
      alias,
      name,
      device: name.slice(0, slash),
      attribute: name.slice(slash + 1),
      updated: database.now(),
      comment: null,
    });
  });
}
