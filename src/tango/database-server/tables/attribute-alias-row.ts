/** Another name of an attribute: SQL table `attribute_alias`, by the alias in lower case. */
export interface AttributeAliasRow {
  readonly alias: string;
  /** device/attribute. */
  readonly name: string;
  readonly device: string;
  readonly attribute: string;
  /** In seconds since 1970. */
  readonly updated: number;
  readonly comment: string | null;
}
